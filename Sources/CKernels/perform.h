// The loop for each step.

#pragma once

#include "elementwise.h"
#include "extremes.h"
#include "layout.h"
#include "product.h"
#include "reductions.h"

OUTLINED void call(const kernel_step *s) { s->call(s->context); }

/// Of a step whose work another has done.
OUTLINED void nothing(const kernel_step *s) { (void)s; }

static void join(kernel_step *steps, size_t count) {
  for (size_t k = 0; k + 2 < count; k++) {
    if (!is_update_by_averages(steps + k)) continue;
    steps[k].run = update_by_averages;
    steps[k + 1].run = steps[k + 2].run = nothing;
  }
}

static kernel_run *way_of(const kernel_step *s) {
  switch (s->kind) {
    case KERNEL_STEP_MAP: return way_of_map(s);
    case KERNEL_STEP_MAP_TIMES: return map_times;
    case KERNEL_STEP_MAP_SUM: return way_of_map_sum(s);
    case KERNEL_STEP_LOGISTIC: return way_of_logistic(s);
    case KERNEL_STEP_COMBINE: return way_of_combine(s);
    case KERNEL_STEP_ADD_SCALED: return add_scaled;
    case KERNEL_STEP_SCALED_DIFFERENCE: return scaled_difference;
    case KERNEL_STEP_MIX: return mix;
    case KERNEL_STEP_MIX_SQUARE: return mix_square;
    case KERNEL_STEP_OVER_ROOT: return over_root;
    case KERNEL_STEP_DOT: return dot;
    case KERNEL_STEP_REDUCE_ROWS: return reduce_rows;
    case KERNEL_STEP_REDUCE_COLUMNS: return reduce_columns;
    case KERNEL_STEP_SUM: return sum_of_all;
    case KERNEL_STEP_SOFTMAX:
    case KERNEL_STEP_LOG_SOFTMAX:
    case KERNEL_STEP_LOG_SUM_EXP: return softmax;
    case KERNEL_STEP_PRODUCT: return way_of_product(s);
    case KERNEL_STEP_TRANSPOSE: return transpose;
    case KERNEL_STEP_GATHER: return gather;
    case KERNEL_STEP_SCATTER: return scatter;
    case KERNEL_STEP_GATHER_ROWS: return gather_rows;
    case KERNEL_STEP_COPY_ROWS: return copy_rows;
    case KERNEL_STEP_FILL: return fill;
    case KERNEL_STEP_ADD_PARTS: return add_parts;
    case KERNEL_STEP_ONE_HOT: return one_hot;
    case KERNEL_STEP_CALL: return call;
  }
}
