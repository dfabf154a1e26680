// Plans: stages one after the other, blocks of rows within a stage, steps within a block.

#include "kernels.h"
#include "workers.h"

#include <math.h>

// MARK: - Stages

typedef struct {
  const kernel_plan *plan;
  const kernel_stage *stage;
  /// Where the stage's steps begin among a worker's copies.
  size_t first_step;
  size_t batch;
} stage_run;

static inline size_t least(size_t a, size_t b) { return a < b ? a : b; }

/// Puts every place that moves where it belongs for the block that begins at `row`.
static inline void move(const stage_run *run, kernel_step *steps, size_t row, size_t part,
                        size_t worker) {
  const kernel_stage *stage = run->stage;
  const size_t numbers[] = {
      [KERNEL_MOVES_WITH_ROW] = row,
      [KERNEL_MOVES_WITH_BATCH] = run->batch,
      [KERNEL_MOVES_WITH_PART] = part,
  };
  for (size_t k = 0; k < stage->movement_count; k++) {
    kernel_movement m = stage->movements[k];
    char **place = (char **)((char *)&steps[m.step] + m.field);
    char *start =
        m.goes_on ? *place : *(char *const *)((const char *)&stage->steps[m.step] + m.field);
    if (m.motion == KERNEL_LIES_WITH_WORKER) {
      *place = (char *)run->plan->worker_memory[worker] + (size_t)start;
    } else {
      *place = start + (ptrdiff_t)numbers[m.motion] * m.distance;
    }
  }
}

static inline void run_steps(const kernel_step *steps, size_t count) {
  for (const kernel_step *step = steps; step < steps + count; step++) step->run(step);
}

/// The blocks of one part.
static void run_part(void *context, size_t part, size_t worker) {
  const stage_run *run = context;
  const kernel_stage *stage = run->stage;
  kernel_step *steps = run->plan->worker_steps[worker] + run->first_step;
  size_t blocks = (stage->rows + stage->block - 1) / stage->block;
  size_t blocks_of_part = (blocks + stage->parts - 1) / stage->parts;
  size_t first = part * blocks_of_part * stage->block;
  size_t end = least(stage->rows, first + blocks_of_part * stage->block);
  for (size_t row = first; row < end; row += stage->block) {
    size_t rows = least(stage->block, end - row);
    move(run, steps, row, part, worker);
    for (size_t k = 0; k < stage->step_count; k++) {
      if (stage->sweeps[k] == KERNEL_ROWS_ARE_SWEPT) steps[k].rows = rows;
      if (stage->sweeps[k] == KERNEL_INNER_IS_SWEPT) steps[k].inner = rows;
      if (stage->begins_sums[k]) steps[k].adds = row > first;
    }
    run_steps(steps, stage->step_count);
  }
}

static inline void run_stage(const stage_run *run) {
  const kernel_stage *stage = run->stage;
  if (stage->rows > 0) {
    kernel_workers *workers = stage->is_parallel ? run->plan->workers : NULL;
    kernel_workers_share(workers, stage->parts, run_part, (void *)run);
  } else if (stage->movement_count > 0) {
    kernel_step *steps = run->plan->worker_steps[0] + run->first_step;
    move(run, steps, 0, 0, 0);
    run_steps(steps, stage->step_count);
  } else {
    run_steps(stage->steps, stage->step_count);
  }
}

static inline void run_stages(const kernel_plan *plan, size_t from, size_t to, size_t batch) {
  stage_run run = {plan, plan->stages, 0, batch};
  for (size_t k = 0; k < to; k++) {
    run.stage = &plan->stages[k];
    if (k >= from) run_stage(&run);
    run.first_step += run.stage->step_count;
  }
}

void kernel_plan_run(const kernel_plan *plan, size_t from, size_t to, size_t batch) {
  run_stages(plan, from, to, batch);
}

// MARK: - Training

/// Steps one after the other, of which none moves: no stage has to be looked at.
typedef struct {
  const kernel_step *first;
  size_t count;
} flat_steps;

/// The steps of the stages `from`..<`to`; nil if one of them goes through blocks or moves.
static flat_steps flat_steps_of(const kernel_plan *plan, size_t from, size_t to) {
  flat_steps steps = {plan->worker_steps[0], 0};
  for (size_t k = 0; k < to; k++) {
    const kernel_stage *stage = &plan->stages[k];
    if (k < from) {
      steps.first += stage->step_count;
    } else if (stage->rows > 0 || stage->movement_count > 0) {
      return (flat_steps){NULL, 0};
    } else {
      steps.count += stage->step_count;
    }
  }
  return steps;
}

static inline void run_stages_or(flat_steps steps, const kernel_plan *plan, size_t from, size_t to,
                                 size_t batch) {
  if (steps.first) {
    run_steps(steps.first, steps.count);
  } else {
    run_stages(plan, from, to, batch);
  }
}

kernel_ending kernel_plan_train(const kernel_plan *plan, kernel_burst *b) {
  flat_steps computed = flat_steps_of(plan, 0, plan->first_update);
  flat_steps updates = flat_steps_of(plan, plan->first_update, plan->stage_count);
  size_t batch = b->first_batch;
  bool is_computed = b->begins_with_update;
  b->updates_made = 0;
  b->losses_computed = 0;
  for (;;) {
    if (!is_computed) {
      run_stages_or(computed, plan, 0, plan->first_update, batch);
      double loss = *b->loss;
      b->losses[b->losses_computed++] = loss;
      if (!isfinite(loss)) return KERNEL_LOSS_OUT_OF_BOUNDS;
      for (size_t k = 0; k < b->condition_count; k++) {
        if (*b->conditions[k] != 0) return KERNEL_CONDITION_HOLDS;
      }
      if (loss > b->limit) return KERNEL_LOSS_OUT_OF_BOUNDS;
    }
    is_computed = false;
    if (b->updates_made == b->steps) return KERNEL_ALL_STEPS_MADE;
    run_stages_or(updates, plan, plan->first_update, plan->stage_count, batch);
    b->updates_made++;
    if (b->step_number) *b->step_number += 1;
    batch += b->batch_rows;
    if (b->ends_with_update && b->updates_made == b->steps) return KERNEL_ALL_STEPS_MADE;
  }
}
