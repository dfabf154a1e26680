% Elementwise functions of the language that Octave does not have.
1;

function y = sigmoid(x)
  y = 1 ./ (1 + exp(-x));
end

function y = relu(x)
  y = max(x, 0);
end

function y = leaky_relu(x, a)
  y = x;
  below = a .* x;
  y(x <= 0) = below(x <= 0);
end

function y = elu(x, a)
  y = x;
  below = a .* expm1(x);
  y(x <= 0) = below(x <= 0);
end

function y = softplus(x)
  y = max(x, 0) + log1p(exp(-abs(x)));
end

function y = softsign(x)
  y = x ./ (1 + abs(x));
end

function y = silu(x)
  y = x .* sigmoid(x);
end

% With the normal distribution itself, not the approximation by tanh.
function y = gelu(x)
  y = x .* erfc(-x / sqrt(2)) / 2;
end

function y = detach(x)
  y = x;
end
