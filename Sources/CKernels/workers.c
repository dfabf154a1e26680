// A job is announced by a number that workers watch for a while, and then sleep on. To wake one takes some
// 40 µs; so the caller never waits for a worker to come, only for one that has begun.

// For the set of cores that a process may use.
#define _GNU_SOURCE 1

#include "workers.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>
#if defined(__linux__)
#include <unistd.h>
#else
#include <sys/sysctl.h>
#endif

#if defined(__x86_64__)
#define PAUSE() __builtin_ia32_pause()
#else
#define PAUSE() __asm__ volatile("yield")
#endif

/// Looks at the announcement before a worker falls asleep: some 50 µs, about as long as waking takes.
enum { PATIENCE = 1500 };

typedef struct {
  kernel_workers *workers;
  size_t number;
  pthread_t thread;
} worker;

struct kernel_workers {
  /// Counts jobs; bit 0 is set while one may be joined.
  _Alignas(64) atomic_size_t announcement;
  /// Workers that are inside the present job.
  _Alignas(64) atomic_size_t inside;
  /// The next part to be done, and how many are.
  _Alignas(64) atomic_size_t next_part;
  atomic_size_t parts_done;
  _Alignas(64) size_t parts;
  void (*job)(void *context, size_t part, size_t worker);
  void *context;

  pthread_mutex_t mutex;
  pthread_cond_t wake;
  atomic_size_t sleepers;
  atomic_bool is_ending;
  size_t count;
  /// Threads are started by the first job that is worth sharing.
  bool is_started;
  worker members[];
};

static void do_parts(kernel_workers *w, size_t number) {
  for (;;) {
    size_t part = atomic_fetch_add_explicit(&w->next_part, 1, memory_order_relaxed);
    if (part >= w->parts) return;
    w->job(w->context, part, number);
    atomic_fetch_add_explicit(&w->parts_done, 1, memory_order_release);
  }
}

/// Waits until the announcement is another than `last`, at first awake.
static size_t next_announcement(kernel_workers *w, size_t last) {
  for (int look = 0; look < PATIENCE; look++) {
    size_t now = atomic_load_explicit(&w->announcement, memory_order_acquire);
    if (now != last) return now;
    PAUSE();
  }
  pthread_mutex_lock(&w->mutex);
  atomic_fetch_add(&w->sleepers, 1);
  size_t now;
  while ((now = atomic_load(&w->announcement)) == last && !atomic_load(&w->is_ending)) {
    pthread_cond_wait(&w->wake, &w->mutex);
  }
  atomic_fetch_sub(&w->sleepers, 1);
  pthread_mutex_unlock(&w->mutex);
  return now;
}

static void *work(void *argument) {
  worker *self = argument;
  kernel_workers *w = self->workers;
  size_t last = 0;
  while (!atomic_load(&w->is_ending)) {
    last = next_announcement(w, last);
    if (last % 2 == 0) continue;
    // Inside from here on, if the job is still open: the caller closes it first and then waits for all who
    // are inside.
    atomic_fetch_add(&w->inside, 1);
    if (atomic_load(&w->announcement) == last) do_parts(w, self->number);
    atomic_fetch_sub(&w->inside, 1);
  }
  return NULL;
}

static void start(kernel_workers *w) {
  w->is_started = true;
  size_t wanted = w->count;
  w->count = 0;
  while (w->count < wanted) {
    worker *member = &w->members[w->count];
    if (pthread_create(&member->thread, NULL, work, member) != 0) return;
    w->count++;
  }
}

void kernel_workers_share(kernel_workers *w, size_t parts,
                          void (*job)(void *context, size_t part, size_t worker), void *context) {
  if (w && parts >= 2 && !w->is_started) start(w);
  if (!w || w->count == 0 || parts < 2) {
    for (size_t part = 0; part < parts; part++) job(context, part, 0);
    return;
  }
  w->parts = parts;
  w->job = job;
  w->context = context;
  atomic_store_explicit(&w->next_part, 0, memory_order_relaxed);
  atomic_store_explicit(&w->parts_done, 0, memory_order_relaxed);
  atomic_fetch_add(&w->announcement, 1);
  if (atomic_load(&w->sleepers) > 0) {
    pthread_mutex_lock(&w->mutex);
    pthread_cond_broadcast(&w->wake);
    pthread_mutex_unlock(&w->mutex);
  }
  do_parts(w, 0);
  // Nobody may join any more; who is inside finishes.
  atomic_fetch_add(&w->announcement, 1);
  for (int look = 0; atomic_load_explicit(&w->parts_done, memory_order_acquire) < parts ||
                     atomic_load(&w->inside) > 0;
       look++) {
    if (look < PATIENCE * 10) PAUSE(); else sched_yield();
  }
}

kernel_workers *kernel_workers_start(size_t count) {
  kernel_workers *w;
  if (posix_memalign((void **)&w, 64, sizeof *w + count * sizeof w->members[0]) != 0) return NULL;
  atomic_init(&w->announcement, 0);
  atomic_init(&w->inside, 0);
  atomic_init(&w->next_part, 0);
  atomic_init(&w->parts_done, 0);
  atomic_init(&w->sleepers, 0);
  atomic_init(&w->is_ending, false);
  w->parts = 0;
  w->count = count;
  w->is_started = false;
  pthread_mutex_init(&w->mutex, NULL);
  pthread_cond_init(&w->wake, NULL);
  for (size_t i = 0; i < count; i++) {
    worker *member = &w->members[i];
    member->workers = w;
    member->number = i + 1;
  }
  return w;
}

void kernel_workers_end(kernel_workers *w) {
  atomic_store(&w->is_ending, true);
  pthread_mutex_lock(&w->mutex);
  atomic_fetch_add(&w->announcement, 2);
  pthread_cond_broadcast(&w->wake);
  pthread_mutex_unlock(&w->mutex);
  for (size_t i = 0; w->is_started && i < w->count; i++) pthread_join(w->members[i].thread, NULL);
  pthread_mutex_destroy(&w->mutex);
  pthread_cond_destroy(&w->wake);
  free(w);
}

size_t kernel_core_count(void) {
#if defined(__linux__)
  cpu_set_t cores;
  if (sched_getaffinity(0, sizeof cores, &cores) == 0) return (size_t)CPU_COUNT(&cores);
  long online = sysconf(_SC_NPROCESSORS_ONLN);
  return online > 0 ? (size_t)online : 1;
#else
  int count = 1;
  size_t size = sizeof count;
  sysctlbyname("hw.perflevel0.physicalcpu", &count, &size, NULL, 0);
  return count > 0 ? (size_t)count : 1;
#endif
}
