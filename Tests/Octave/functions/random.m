% NumPy's RandomState on Octave's own Mersenne-Twister (Matsumoto and Nishimura 1998).
%
% Octave keeps 624 words and, as 625th, how many of them are left plus one. NumPy's seeding is loaded
% into that state; the words then come out of Octave's generator.
1;

function seed = rng(seed)
  global nbrun_spare_normal;
  nbrun_spare_normal = [];
  if numel(seed) == 1
    builtin("rand", "twister", [nbrun_genrand(seed); 1]);
  else
    builtin("rand", "twister", [nbrun_by_array(seed); 1]);
  end
end

% init_genrand of the reference implementation.
function state = nbrun_genrand(seed)
  state = zeros(624, 1);
  state(1) = seed;
  for k = 2:624
    last = state(k - 1);
    mixed = bitxor(last, floor(last / 2^30));
    state(k) = nbrun_mod32(nbrun_times32(1812433253, mixed) + k - 1);
  end
end

% init_by_array of the reference implementation.
function state = nbrun_by_array(key)
  state = nbrun_genrand(19650218);
  i = 2;
  j = 1;
  for k = 1:max(624, numel(key))
    mixed = bitxor(state(i - 1), floor(state(i - 1) / 2^30));
    state(i) = bitxor(state(i), nbrun_times32(1664525, mixed));
    state(i) = nbrun_mod32(state(i) + key(j) + j - 1);
    [state, i] = nbrun_next_word(state, i);
    j = j + 1;
    if j > numel(key), j = 1; end
  end
  for k = 1:623
    mixed = bitxor(state(i - 1), floor(state(i - 1) / 2^30));
    state(i) = bitxor(state(i), nbrun_times32(1566083941, mixed));
    state(i) = nbrun_mod32(state(i) - i + 1);
    [state, i] = nbrun_next_word(state, i);
  end
  state(1) = 2^31;
end

function [state, i] = nbrun_next_word(state, i)
  i = i + 1;
  if i > 624
    state(1) = state(624);
    i = 2;
  end
end

function y = nbrun_mod32(x)
  y = mod(x, 2^32);
end

% The product of two words modulo 2^32; the plain product would not fit into a double.
function y = nbrun_times32(a, b)
  high = floor(b / 2^16);
  low = mod(b, 2^16);
  y = nbrun_mod32(nbrun_mod32(a * high) * 2^16 + a * low);
end

% The next n words of the generator, tempered as the reference implementation does.
function w = nbrun_words(n)
  w = zeros(1, 0);
  while numel(w) < n
    state = builtin("rand", "twister");
    left = state(625);
    if left == 1
      % Drawing makes the next 624 words; all of them are still to be handed out.
      builtin("rand");
      state = builtin("rand", "twister");
      left = 625;
    end
    taken = min(n - numel(w), left - 1);
    y = double(state((625 - left) + (1:taken)))';
    y = bitxor(y, floor(y / 2^11));
    y = bitxor(y, bitand(nbrun_shift(y, 7), 2636928640));
    y = bitxor(y, bitand(nbrun_shift(y, 15), 4022730752));
    y = bitxor(y, floor(y / 2^18));
    w = [w, y];
    state(625) = left - taken;
    builtin("rand", "twister", state);
  end
end

function y = nbrun_shift(x, bits)
  y = nbrun_mod32(x * 2^bits);
end

% Octave adds 0.4 to the 53 random bits before it divides; NumPy does not.
function x = rand(r, c = r)
  x = reshape(builtin("rand", 1, r * c), c, r)';
  x = floor(x * 2^53) / 2^53;
end

% Marsaglia's polar method; the second of each pair is kept for the next draw.
function x = randn(r, c = r)
  global nbrun_spare_normal;
  x = zeros(c, r);
  for k = 1:(r * c)
    if isempty(nbrun_spare_normal)
      s = 0;
      while s == 0 || s >= 1
        u = 2 * rand(1, 2) - 1;
        s = u(1) * u(1) + u(2) * u(2);
      end
      f = sqrt(-2 * log(s) / s);
      nbrun_spare_normal = f * u(1);
      x(k) = f * u(2);
    else
      x(k) = nbrun_spare_normal;
      nbrun_spare_normal = [];
    end
  end
  x = x';
end

% A whole number from 0 to `largest`: bits are drawn until they make one.
function x = nbrun_interval(largest)
  x = Inf;
  bits = 0;
  while 2^bits <= largest
    bits = bits + 1;
  end
  while x > largest
    if bits <= 32
      x = mod(nbrun_words(1), 2^bits);
    else
      w = nbrun_words(2);
      x = mod(w(1), 2^(bits - 32)) * 2^32 + w(2);
    end
  end
end

function x = randi(k, r, c = r)
  x = ones(c, r);
  if k > 1
    for n = 1:(r * c)
      x(n) = nbrun_interval(k - 1) + 1;
    end
  end
  x = x';
end

% Fisher and Yates, from the end.
function p = randperm(n)
  p = 1:n;
  for i = n:-1:2
    j = nbrun_interval(i - 1) + 1;
    p([i, j]) = p([j, i]);
  end
end

function w = glorot_uniform(r, c)
  limit = sqrt(6 / (r + c));
  w = -limit + 2 * limit * rand(r, c);
end

function w = he_uniform(r, c)
  limit = sqrt(6 / r);
  w = -limit + 2 * limit * rand(r, c);
end

function w = glorot_normal(r, c)
  w = randn(r, c) * sqrt(2 / (r + c));
end

function w = he_normal(r, c)
  w = randn(r, c) * sqrt(2 / r);
end

function w = lecun_normal(r, c)
  w = randn(r, c) * sqrt(1 / r);
end

% Without `rng` the seed is 0.
rng(0);
