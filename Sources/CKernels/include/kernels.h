// Operations on matrices of doubles, and plans: lists of them that are carried out again and again.
//
// A matrix lies row by row; between the starts of two rows are `row` numbers, at least as many as there
// are columns. Behind the last row of everything a step reads or writes lie eight numbers that may be
// read and overwritten, so that loops go in whole vectors. Nothing is allocated.
//
// On x86-64 the loops exist for three generations of CPUs and the right one is chosen when the program
// starts. With fused multiplication (AVX2 of 2013, AVX-512, arm64) all give the same bits. That cannot
// be promised for the functions left to the C library: log2, log10, the trigonometric functions and
// their inverses, sinh, cosh, erf, power, mod, elu, and (through erfc) gelu.

#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// MARK: - Functions of entries

/// Functions of one number.
typedef enum __attribute__((enum_extensibility(closed))) : uint16_t {
  KERNEL_COPY,
  KERNEL_NEGATE,
  /// 1 where x is 0, else 0
  KERNEL_NOT,
  KERNEL_EXP,
  KERNEL_LOG,
  KERNEL_LOG2,
  KERNEL_LOG10,
  /// ln(1 + x)
  KERNEL_LOG1P,
  /// eˣ − 1
  KERNEL_EXPM1,
  KERNEL_SQRT,
  KERNEL_ABS,
  KERNEL_SIN,
  KERNEL_COS,
  KERNEL_TAN,
  KERNEL_ASIN,
  KERNEL_ACOS,
  KERNEL_ATAN,
  KERNEL_SINH,
  KERNEL_COSH,
  KERNEL_TANH,
  KERNEL_ERF,
  /// −1, 0, 1, or NaN
  KERNEL_SIGN,
  /// to the nearest whole number, halves away from zero
  KERNEL_ROUND,
  KERNEL_FLOOR,
  KERNEL_CEIL,
  /// 1 / (1 + e⁻ˣ)
  KERNEL_SIGMOID,
  /// sigmoid(−x)
  KERNEL_SIGMOID_OF_NEGATIVE,
  /// ln(sigmoid(x)), finite for large negative x
  KERNEL_LOG_SIGMOID,
  /// ln(1 + e^−|x|)
  KERNEL_LOG_ONE_PLUS_POWER,
  /// ln(1 + eˣ), finite for large x
  KERNEL_SOFTPLUS,
  /// max(x, 0), NaN for NaN
  KERNEL_RELU,
  /// x / (1 + |x|), ±1 at ±∞
  KERNEL_SOFTSIGN,
  /// x · sigmoid(x), 0 at −∞
  KERNEL_SILU,
  /// x · Φ(x) with Φ(x) = erfc(−x/√2) / 2, 0 at −∞
  KERNEL_GELU,
  KERNEL_SQUARE,
} kernel_unary;

/// Functions of two numbers.
typedef enum __attribute__((enum_extensibility(closed))) : uint16_t {
  KERNEL_ADD,
  KERNEL_SUBTRACT,
  KERNEL_MULTIPLY,
  KERNEL_DIVIDE,
  KERNEL_POWER,
  /// a modulo b with the sign of b; a where b is 0
  KERNEL_MOD,
  /// The extremes prefer a number to NaN.
  KERNEL_MAXIMUM,
  KERNEL_MINIMUM,
  /// 1 where a < b, else 0; the other comparisons likewise
  KERNEL_LESS,
  KERNEL_LESS_OR_EQUAL,
  KERNEL_EQUAL,
  KERNEL_NOT_EQUAL,
  KERNEL_GREATER_OR_EQUAL,
  KERNEL_GREATER,
  /// 1 where neither is 0
  KERNEL_AND,
  /// 1 where one is not 0
  KERNEL_OR,
  /// a where positive, else b · a
  KERNEL_LEAKY_RELU,
  /// a where positive, else b · (eᵃ − 1)
  KERNEL_ELU,
  /// a · (1 − b²): a cotangent through tanh, whose result is b
  KERNEL_THROUGH_TANH,
  /// a · b · (1 − b): a cotangent through a sigmoid, whose result is b
  KERNEL_THROUGH_SIGMOID,
  /// a · (b > 0): a cotangent through relu, whose operand is b
  KERNEL_THROUGH_RELU,
} kernel_binary;

/// How rows or columns are reduced to one number each. Over nothing a sum is 0, a product 1, an extreme
/// NaN and a place 1. Extremes pass over NaN unless there is nothing else.
typedef enum __attribute__((enum_extensibility(closed))) : uint16_t {
  KERNEL_SUM,
  KERNEL_PRODUCT,
  KERNEL_LARGEST,
  KERNEL_SMALLEST,
  /// Where the first largest entry stands, from 1.
  KERNEL_PLACE_OF_LARGEST,
  KERNEL_PLACE_OF_SMALLEST,
} kernel_reduction;

// MARK: - Steps

/// What a step does with its operands a, b, c (scalars s, t, u: single numbers in memory) and results y, z.
typedef enum __attribute__((enum_extensibility(closed))) : uint16_t {
  /// y = f(a), `function` a kernel_unary
  KERNEL_STEP_MAP,
  /// y = f(a) ⊙ b
  KERNEL_STEP_MAP_TIMES,
  /// y = s · Σ f(a), or s · Σ f(a) ⊙ b with b
  KERNEL_STEP_MAP_SUM,
  /// y = f(a), z = g(a) for f = log_sigmoid, softplus or log_one_plus_power (`function`) and g = sigmoid
  /// or sigmoid_of_negative (`other`), which share their exponential. With `sums`, y = s · Σ f(a) ⊙ b (b
  /// may be missing). With c, z = g(a) ⊙ c.
  KERNEL_STEP_LOGISTIC,
  /// y = f(a, b), `function` a kernel_binary
  KERNEL_STEP_COMBINE,
  /// y = a + s · b
  KERNEL_STEP_ADD_SCALED,
  /// y = s · (a − b)
  KERNEL_STEP_SCALED_DIFFERENCE,
  /// y = s · a + t · b
  KERNEL_STEP_MIX,
  /// y = s · a + t · b²
  KERNEL_STEP_MIX_SQUARE,
  /// y = c − s · a / (√b / t + u); without t, √b + u
  KERNEL_STEP_OVER_ROOT,
  /// y = s · Σ a ⊙ b
  KERNEL_STEP_DOT,
  /// y [rows, 1] = each row of a reduced, `function` a kernel_reduction
  KERNEL_STEP_REDUCE_ROWS,
  /// y [1, columns] = each column of a reduced; with s, y + s · Σ
  KERNEL_STEP_REDUCE_COLUMNS,
  /// y [1, 1] = s · Σ a, down the columns first
  KERNEL_STEP_SUM,
  /// y = softmax of each row of a; with z, z = its logarithm
  KERNEL_STEP_SOFTMAX,
  /// y = log(softmax) of each row of a
  KERNEL_STEP_LOG_SOFTMAX,
  /// y [rows, 1] = log Σ eᵃ of each row of a
  KERNEL_STEP_LOG_SUM_EXP,
  /// y [rows, columns] = a [rows, inner] · b [inner, columns], entry (i, l) of a at
  /// i · a.row + l · `column_of_a`. With c, c + a·b for a row c. With s, y + s · a·b. `function` is a
  /// kernel_epilogue.
  KERNEL_STEP_PRODUCT,
  /// y [columns, rows] = a' of a [rows, columns]
  KERNEL_STEP_TRANSPOSE,
  /// y [rows, columns] = a[index[k]], or 0 where the index is negative; k counts the entries of y along its
  /// rows
  KERNEL_STEP_GATHER,
  /// y[index[k]] += a where the index is not negative, k counting the entries of a along its rows
  KERNEL_STEP_SCATTER,
  /// y = row index[i] of a for row i
  KERNEL_STEP_GATHER_ROWS,
  /// y = a, and nothing behind the ends of its rows
  KERNEL_STEP_COPY_ROWS,
  /// y = s
  KERNEL_STEP_FILL,
  /// y = a[0] + … + a[inner − 1], matrices that lie `column_of_a` numbers apart
  KERNEL_STEP_ADD_PARTS,
  /// y [rows, columns] = 1 where the column is a's number, from 1
  KERNEL_STEP_ONE_HOT,
  /// What no step does: `call` is called with `context`.
  KERNEL_STEP_CALL,
} kernel_step_kind;

/// What becomes of the sums of a product before they are stored.
typedef enum __attribute__((enum_extensibility(closed))) : uint16_t {
  KERNEL_AS_THEY_ARE,
  /// max(x, 0), NaN for NaN
  KERNEL_RELU_OF_SUMS,
  /// x · (c > 0) for a matrix c as large as y
  KERNEL_SUMS_THROUGH_RELU,
} kernel_epilogue;

/// Where a matrix lies. `row` is 0 for a single row that is used for all.
typedef struct {
  double *start;
  size_t row;
} kernel_matrix;

/// How an operand of an elementwise step is read.
typedef enum __attribute__((enum_extensibility(closed))) : uint8_t {
  /// As large as the result.
  KERNEL_FULL,
  /// A single row, used for all.
  KERNEL_ROW,
  /// A single column, used for all.
  KERNEL_COLUMN,
  KERNEL_SCALAR,
} kernel_extent;

typedef struct kernel_step kernel_step;

/// The loop that carries out a step.
typedef void kernel_run(const kernel_step *step);

struct kernel_step {
  /// Set by `kernel_prepare`.
  kernel_run *run;
  kernel_step_kind kind;
  /// A kernel_unary, kernel_binary or kernel_reduction.
  uint16_t function;
  /// The second function of LOGISTIC.
  uint16_t other;
  kernel_extent extent_of_a, extent_of_b;
  /// The result of a sum, or a product with an inner size that is gone through in blocks, is added to
  /// what is there.
  bool adds;
  /// Of LOGISTIC: y is a sum.
  bool sums;
  size_t rows, columns, inner;
  size_t column_of_a;
  kernel_matrix a, b, c, y, z;
  const double *s, *t, *u;
  const int32_t *index;
  void (*call)(void *context);
  void *context;
};

/// Chooses the loop for a step of this kind, function and size. The places may still change, and there may
/// be fewer rows.
void kernel_prepare(kernel_step *step);

/// Lets a loop do the work of several prepared steps that follow one another, where there is one that does.
/// Sizes and places may change as before, alike for all of them. The bits stay.
void kernel_join(kernel_step *steps, size_t count);

/// Carries out one step that need not be prepared.
void kernel_perform(const kernel_step *step);

/// "AVX-512", "AVX2", …: what the loops in use were made for.
const char *kernel_machine_name(void);

/// The builds of the loops that this CPU can run, the best one first, and one step carried out by each.
size_t kernel_machine_count(void);
void kernel_perform_on_machine(size_t machine, const kernel_step *step);

/// Where the smallest and the largest number stand for the first time; false if there is none, or one that is
/// not finite. Nothing behind the last number is read.
bool kernel_places_of_extremes(const double *x, size_t count, size_t *smallest, size_t *largest);

// MARK: - Workers

/// Threads that carry out parts of a plan beside the thread that asks for it.
typedef struct kernel_workers kernel_workers;

/// Up to `count` threads, started when there is work for them for the first time; nil without memory.
kernel_workers *kernel_workers_start(size_t count);
void kernel_workers_end(kernel_workers *workers);

/// How many cores this process may use.
size_t kernel_core_count(void);

// MARK: - Plans

/// What moves a place of a step from block to block.
typedef enum __attribute__((enum_extensibility(closed))) : uint16_t {
  /// The number of the block's first row.
  KERNEL_MOVES_WITH_ROW,
  /// The number of the batch's first row in the data.
  KERNEL_MOVES_WITH_BATCH,
  /// The number of the part.
  KERNEL_MOVES_WITH_PART,
  /// Nothing: it lies in the memory of the worker.
  KERNEL_LIES_WITH_WORKER,
} kernel_motion;

/// A place in a step (`field`: the offset of its pointer) that moves. The template's pointer is where it is
/// for row, batch and part 0, or its distance from the start of the worker's memory.
typedef struct {
  uint32_t step;
  uint16_t field;
  kernel_motion motion;
  /// The place has been moved by the movement before.
  bool goes_on;
  /// Bytes for each row or part.
  ptrdiff_t distance;
} kernel_movement;

/// What of a step's size is the number of rows of the block.
typedef enum __attribute__((enum_extensibility(closed))) : uint8_t {
  KERNEL_SIZE_FIXED,
  KERNEL_ROWS_ARE_SWEPT,
  KERNEL_INNER_IS_SWEPT,
} kernel_sweep;

/// Steps that are carried out one after the other: once, or for one block of rows after the other. Blocks are
/// cut the same way whatever the number of workers, so the bits do not depend on it.
typedef struct {
  /// Prepared.
  kernel_step *steps;
  size_t step_count;
  /// One for each step.
  const kernel_sweep *sweeps;
  /// One for each step: the first block of a part begins a sum that the others add to.
  const bool *begins_sums;
  const kernel_movement *movements;
  size_t movement_count;
  /// 0: no sweep.
  size_t rows;
  /// Rows of a block, a multiple of eight.
  size_t block;
  /// Parts that may run at the same time; each is a run of blocks.
  size_t parts;
  /// Waking workers pays.
  bool is_parallel;
} kernel_stage;

typedef struct {
  const kernel_stage *stages;
  size_t stage_count;
  /// From here on, stages write to the state.
  size_t first_update;
  /// Copies of all stages' steps for each worker, the caller's first, in the order of the stages.
  kernel_step **worker_steps;
  /// Memory for values that live no longer than a block, for each worker.
  double **worker_memory;
  size_t worker_count;
  kernel_workers *workers;
} kernel_plan;

/// Carries out the stages `from`..<`to`; places that move with the batch begin at row `batch`.
void kernel_plan_run(const kernel_plan *plan, size_t from, size_t to, size_t batch);

/// Why a burst of training steps ended.
typedef enum __attribute__((enum_extensibility(closed))) : uint8_t {
  KERNEL_ALL_STEPS_MADE,
  /// The loss is not finite or above the limit.
  KERNEL_LOSS_OUT_OF_BOUNDS,
  KERNEL_CONDITION_HOLDS,
} kernel_ending;

/// Training steps that are made without a look back: everything before the updates, a look at the loss,
/// the updates, and so on.
typedef struct {
  /// Updates to be made.
  size_t steps;
  /// Everything before the first update has been computed.
  bool begins_with_update;
  /// Ends after an update, before anything is computed with it.
  bool ends_with_update;
  const double *loss;
  /// Numbers of which any ends the burst when it is not 0.
  const double *const *conditions;
  size_t condition_count;
  double limit;
  /// Where the losses go, one for each time that one was computed.
  double *losses;
  /// Nil, or a number that each update adds 1 to.
  double *step_number;
  size_t first_batch;
  /// Rows from one batch to the next.
  size_t batch_rows;
  size_t updates_made;
  size_t losses_computed;
} kernel_burst;

kernel_ending kernel_plan_train(const kernel_plan *plan, kernel_burst *burst);
