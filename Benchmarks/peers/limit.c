// The practical limit of each workload: C with the sizes fixed where they are small, and a network over CBLAS where
// they are not. Built with -O3 -ffast-math for the CPU at hand, so that loops over exp, log and tanh call libmvec.

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#ifdef __AVX512F__
#include <immintrin.h>
#endif

// W1: one example of three features, two sigmoids, the first class is the true one.
void seed(const double *X, double *W, double rate, long steps, double *losses) {
    double x[3] = {X[0], X[1], X[2]}, w[3] = {W[0], W[2], W[4]};
    for (long t = 0; t < steps; t++) {
        double q = 1 / (1 + exp(-(x[0] * w[0] + x[1] * w[1] + x[2] * w[2])));
        losses[t] = -log(q);
        double d = rate * (q - 1);
        for (int i = 0; i < 3; i++) w[i] -= d * x[i];
    }
    for (int i = 0; i < 3; i++) W[2 * i] = w[i];
}

// W2: 2-8-1, tanh and sigmoid, mean squared error over four rows. The parameters stay in registers.
void xor(const double *X, const double *T, double *W1, double *b1, double *W2, double *b2, double rate, long steps,
         double *losses) {
    enum { N = 4, H = 8 };
    double u[H], v[H], b[H], w[H], c = *b2;
    memcpy(u, W1, sizeof u), memcpy(v, W1 + H, sizeof v), memcpy(b, b1, sizeof b), memcpy(w, W2, sizeof w);
    for (long t = 0; t < steps; t++) {
        double h[N][H], q[N], d[N], du[H] = {0}, dv[H] = {0}, db[H] = {0}, dw[H] = {0}, dc = 0, loss = 0;
        for (int r = 0; r < N; r++)
            for (int j = 0; j < H; j++) h[r][j] = tanh(X[2 * r] * u[j] + X[2 * r + 1] * v[j] + b[j]);
        for (int r = 0; r < N; r++) {
            double z = c;
            for (int j = 0; j < H; j++) z += h[r][j] * w[j];
            q[r] = z;
        }
        for (int r = 0; r < N; r++) q[r] = 1 / (1 + exp(-q[r]));
        for (int r = 0; r < N; r++) {
            double off = q[r] - T[r];
            loss += off * off;
            d[r] = off * q[r] * (1 - q[r]) * (2.0 / N);
            dc += d[r];
        }
        losses[t] = loss / N;
        for (int r = 0; r < N; r++)
            for (int j = 0; j < H; j++) {
                double e = d[r] * w[j] * (1 - h[r][j] * h[r][j]);
                dw[j] += d[r] * h[r][j], db[j] += e, du[j] += e * X[2 * r], dv[j] += e * X[2 * r + 1];
            }
        for (int j = 0; j < H; j++) {
            u[j] -= rate * du[j], v[j] -= rate * dv[j], b[j] -= rate * db[j], w[j] -= rate * dw[j];
        }
        c -= rate * dc;
    }
    memcpy(W1, u, sizeof u), memcpy(W1 + H, v, sizeof v), memcpy(b1, b, sizeof b), memcpy(W2, w, sizeof w);
    *b2 = c;
}

// W3: 150 rows, 4-16-3, tanh and softmax. Features lie in rows here, and examples are filled up to whole vectors, so
// that every loop runs along the examples.
void iris(const double *X, const int64_t *labels, double *W1, double *b1, double *W2, double *b2, double rate,
          long steps, double *losses) {
    enum { N = 150, R = 152, D = 4, H = 16, O = 3 };
    static double x[D][R] __attribute__((aligned(64))), h[H][R] __attribute__((aligned(64)));
    static double z[O][R] __attribute__((aligned(64))), p[O][R] __attribute__((aligned(64)));
    static double real[R] __attribute__((aligned(64)));
    for (int r = 0; r < N; r++) {
        for (int i = 0; i < D; i++) x[i][r] = X[r * D + i];
        for (int k = 0; k < O; k++) p[k][r] = labels[r] == k;
        real[r] = 1;
    }
    for (long t = 0; t < steps; t++) {
        for (int j = 0; j < H; j++) {
            double w[D], b = b1[j];
            for (int i = 0; i < D; i++) w[i] = W1[i * H + j];
            for (int r = 0; r < R; r++)
                h[j][r] = tanh(x[0][r] * w[0] + x[1][r] * w[1] + x[2][r] * w[2] + x[3][r] * w[3] + b);
        }
        for (int k = 0; k < O; k++) {
            double w[H], b = b2[k];
            for (int j = 0; j < H; j++) w[j] = W2[j * O + k];
            for (int r = 0; r < R; r++) {
                double s = b;
                for (int j = 0; j < H; j++) s += h[j][r] * w[j];
                z[k][r] = s;
            }
        }
        double loss = 0, c0 = 0, c1 = 0, c2 = 0;
        for (int r = 0; r < R; r++) {
            double z0 = z[0][r], z1 = z[1][r], z2 = z[2][r], top = fmax(z0, fmax(z1, z2));
            double e0 = exp(z0 - top), e1 = exp(z1 - top), e2 = exp(z2 - top), s = e0 + e1 + e2, f = 1 / s;
            loss += real[r] * (log(s) + top - p[0][r] * z0 - p[1][r] * z1 - p[2][r] * z2);
            c0 += z[0][r] = real[r] * (e0 * f - p[0][r]) * (1.0 / N);
            c1 += z[1][r] = real[r] * (e1 * f - p[1][r]) * (1.0 / N);
            c2 += z[2][r] = real[r] * (e2 * f - p[2][r]) * (1.0 / N);
        }
        losses[t] = loss / N;
        for (int j = 0; j < H; j++) {
            double w0 = W2[j * O], w1 = W2[j * O + 1], w2 = W2[j * O + 2], d0 = 0, d1 = 0, d2 = 0;
            double b = 0, g0 = 0, g1 = 0, g2 = 0, g3 = 0;
            for (int r = 0; r < R; r++) {
                double a = h[j][r], z0 = z[0][r], z1 = z[1][r], z2 = z[2][r];
                double e = (z0 * w0 + z1 * w1 + z2 * w2) * (1 - a * a);
                d0 += a * z0, d1 += a * z1, d2 += a * z2;
                b += e, g0 += e * x[0][r], g1 += e * x[1][r], g2 += e * x[2][r], g3 += e * x[3][r];
            }
            W2[j * O] -= rate * d0, W2[j * O + 1] -= rate * d1, W2[j * O + 2] -= rate * d2, b1[j] -= rate * b;
            W1[j] -= rate * g0, W1[H + j] -= rate * g1, W1[2 * H + j] -= rate * g2, W1[3 * H + j] -= rate * g3;
        }
        b2[0] -= rate * c0, b2[1] -= rate * c1, b2[2] -= rate * c2;
    }
}

// A product of row-major matrices by the library that with_c.py chose; its integers have 64 bits (wide) or 32.
static void *cblas;
static int wide;

void use(void *dgemm, int with_wide_integers) { cblas = dgemm, wide = with_wide_integers; }

enum { AS_IT_IS = 111, TRANSPOSED = 112 };

#define GEMM(I) \
    ((void (*)(int, int, int, I, I, I, double, const double *, I, const double *, I, double, double *, I))cblas)( \
        101, ta, tb, m, n, k, 1, A, lda, B, ldb, beta, C, ldc)

static void gemm(int ta, int tb, long m, long n, long k, const double *A, long lda, const double *B, long ldb,
                 double beta, double *C, long ldc) {
    if (wide) GEMM(int64_t);
    else GEMM(int);
}

void products(const double *A, const double *B, double *C, long m, long k, long n, long times) {
    for (long t = 0; t < times; t++) gemm(AS_IT_IS, AS_IT_IS, m, n, k, A, k, B, n, 0, C, n);
}

// Loops of fewer entries than this are not worth a second thread.
enum { SHARED = 100000 };

static void hidden_layer(double *h, const double *b, long rows, long H) {
#pragma omp parallel for if (rows * H >= SHARED)
    for (long r = 0; r < rows; r++)
        for (long j = 0; j < H; j++) h[r * H + j] = fmax(h[r * H + j] + b[j], 0);
}

// Scores become their gradient; the sum of the losses is the result.
static double softmax_layer(double *z, const int64_t *labels, double *db, long rows, long O) {
    double loss = 0, scale = 1.0 / rows;
    for (long r = 0; r < rows; r++) {
        double *q = z + r * O, top = q[0];
        for (long k = 1; k < O; k++) top = fmax(top, q[k]);
        for (long k = 0; k < O; k++) q[k] -= top;
        loss -= q[labels[r]];
    }
    for (long i = 0; i < rows * O; i++) z[i] = exp(z[i]);
    memset(db, 0, O * sizeof *db);
    double product = 1;
    for (long r = 0; r < rows; r++) {
        double *q = z + r * O, s = 0;
        for (long k = 0; k < O; k++) s += q[k];
        product *= s;  // 1 <= s <= O: a logarithm serves many rows
        if (product > 1e200 || r == rows - 1) loss += log(product), product = 1;
        double f = scale / s;
        for (long k = 0; k < O; k++) q[k] *= f;
        q[labels[r]] -= scale;
        for (long k = 0; k < O; k++) db[k] += q[k];
    }
    return loss;
}

static void hidden_gradient(double *d, const double *h, double *db, long rows, long H) {
    memset(db, 0, H * sizeof *db);
#pragma omp parallel for if (rows * H >= SHARED) reduction(+ : db[:H])
    for (long r = 0; r < rows; r++)
        for (long j = 0; j < H; j++) db[j] += d[r * H + j] = h[r * H + j] > 0 ? d[r * H + j] : 0;
}

static void descend(double *restrict w, const double *restrict g, long n, double rate) {
#pragma omp parallel for simd if (n >= SHARED)
    for (long i = 0; i < n; i++) w[i] -= rate * g[i];
}

static void adam(double *restrict w, const double *restrict g, double *restrict m, double *restrict v, long n,
                 double rate, long t) {
    double a = rate / (1 - pow(0.9, t)), c = 1 / sqrt(1 - pow(0.999, t));
#pragma omp simd
    for (long i = 0; i < n; i++) {
        m[i] = 0.9 * m[i] + (1 - 0.9) * g[i];
        v[i] = 0.999 * v[i] + (1 - 0.999) * g[i] * g[i];
        w[i] -= a * m[i] / (sqrt(v[i]) * c + 1e-8);
    }
}

static double *numbers(long n) { return aligned_alloc(64, (n * sizeof(double) + 63) / 64 * 64); }

// W4 and W5: D-H-O, relu and softmax. The parameters lie one after the other in w: W1, b1, W2, b2.
void mlp(const double *X, const int64_t *labels, double *w, long N, long D, long H, long O, long batch, int with_adam,
         double rate, long steps, double *losses) {
    long n = D * H + H + H * O + O, at = 0;
    double *h = numbers(batch * H), *d = numbers(batch * H), *z = numbers(batch * O), *g = numbers(n);
    double *m = calloc(2 * n, sizeof *m), *v = m + n;
    double *W1 = w, *b1 = W1 + D * H, *W2 = b1 + H, *b2 = W2 + H * O;
    double *dW1 = g, *db1 = dW1 + D * H, *dW2 = db1 + H, *db2 = dW2 + H * O;
    for (long t = 0; t < steps; t++) {
        const double *x = X + at * D;
        long rows = N - at < batch ? N - at : batch;
        gemm(AS_IT_IS, AS_IT_IS, rows, H, D, x, D, W1, H, 0, h, H);
        hidden_layer(h, b1, rows, H);
        for (long r = 0; r < rows; r++) memcpy(z + r * O, b2, O * sizeof *z);
        gemm(AS_IT_IS, AS_IT_IS, rows, O, H, h, H, W2, O, 1, z, O);
        losses[t] = softmax_layer(z, labels + at, db2, rows, O) / rows;
        gemm(TRANSPOSED, AS_IT_IS, H, O, rows, h, H, z, O, 0, dW2, O);
        gemm(AS_IT_IS, TRANSPOSED, rows, H, O, z, O, W2, O, 0, d, H);
        hidden_gradient(d, h, db1, rows, H);
        gemm(TRANSPOSED, AS_IT_IS, D, H, rows, x, D, d, H, 0, dW1, H);
        if (with_adam) adam(w, g, m, v, n, rate, t + 1);
        else descend(w, g, n, rate);
        at = at + rows < N ? at + rows : 0;
    }
    free(h), free(d), free(z), free(g), free(m);
}

// W7, with libmvec.
double sum_of_sigmoid(const double *y, long n) {
    double s = 0;
#pragma omp parallel for simd reduction(+ : s)
    for (long i = 0; i < n; i++) s += 1 / (1 + exp(-y[i]));
    return s;
}

double cross_entropy(const double *y, const double *p, long n) {
    double s = 0;
#pragma omp parallel for simd reduction(+ : s)
    for (long i = 0; i < n; i++) s += p[i] * log(1 + exp(-y[i]));
    return s;
}

#ifdef __AVX512F__
// W7 once more, with an exponential and a logarithm of our own, to some 2e-16. n is a multiple of 8.
typedef __m512d vector;

static inline vector all(double a) { return _mm512_set1_pd(a); }

static inline vector exponential(vector x) {
    static const double c[] = {1, 1, 1. / 2, 1. / 6, 1. / 24, 1. / 120, 1. / 720, 1. / 5040, 1. / 40320, 1. / 362880,
                               1. / 3628800, 1. / 39916800, 1. / 479001600};
    vector k = _mm512_roundscale_pd(_mm512_mul_pd(x, all(0x1.71547652b82fep0)), _MM_FROUND_TO_NEAREST_INT);
    vector r = _mm512_fnmadd_pd(k, all(0x1.62e42feep-1), x), s = all(c[12]);
    r = _mm512_fnmadd_pd(k, all(0x1.a39ef35793c76p-33), r);
#pragma GCC unroll 12
    for (int i = 11; i >= 0; i--) s = _mm512_fmadd_pd(s, r, all(c[i]));
    return _mm512_scalef_pd(s, k);
}

// x = m 2^k with m from 3/4 to 3/2; log m = 2 artanh s with s = (m - 1) / (m + 1).
static inline vector logarithm(vector x) {
    vector m = _mm512_getmant_pd(x, _MM_MANT_NORM_p75_1p5, _MM_MANT_SIGN_src);
    vector k = _mm512_getexp_pd(_mm512_mul_pd(x, all(4. / 3)));
    vector s = _mm512_div_pd(_mm512_sub_pd(m, all(1)), _mm512_add_pd(m, all(1)));
    vector q = _mm512_mul_pd(s, s), a = all(2. / 21);
#pragma GCC unroll 10
    for (int i = 19; i >= 1; i -= 2) a = _mm512_fmadd_pd(a, q, all(2. / i));
    return _mm512_fmadd_pd(k, all(0x1.62e42fefa39efp-1), _mm512_mul_pd(a, s));
}

static inline vector one_and_exponential(const double *y) {
    return _mm512_add_pd(all(1), exponential(_mm512_sub_pd(_mm512_setzero_pd(), _mm512_loadu_pd(y))));
}

double own_sum_of_sigmoid(const double *y, long n) {
    double sum = 0;
#pragma omp parallel reduction(+ : sum)
    {
        vector s = _mm512_setzero_pd();
#pragma omp for
        for (long i = 0; i < n; i += 8) s = _mm512_add_pd(s, _mm512_div_pd(all(1), one_and_exponential(y + i)));
        sum += _mm512_reduce_add_pd(s);
    }
    return sum;
}

double own_cross_entropy(const double *y, const double *p, long n) {
    double sum = 0;
#pragma omp parallel reduction(+ : sum)
    {
        vector s = _mm512_setzero_pd();
#pragma omp for
        for (long i = 0; i < n; i += 8)
            s = _mm512_fmadd_pd(_mm512_loadu_pd(p + i), logarithm(one_and_exponential(y + i)), s);
        sum += _mm512_reduce_add_pd(s);
    }
    return sum;
}
#endif
