% Functions over rows and columns that Octave does not have.
1;

% Octave's own choice of a dimension: down the columns, but along the row of a single row.
function d = nbrun_dimension(x, given)
  if isempty(given)
    d = 1 + (rows(x) == 1);
  else
    d = given{1};
  end
end

function y = logsumexp(x, varargin)
  d = nbrun_dimension(x, varargin);
  m = max(x, [], d);
  m(! isfinite(m)) = 0;
  y = m + log(sum(exp(x - m), d));
end

function y = softmax(z, d = 2)
  s = exp(z - max(z, [], d));
  y = s ./ sum(s, d);
end

function y = log_softmax(z, d = 2)
  y = z - logsumexp(z, d);
end

function k = argmax(q, d = 2)
  [~, k] = max(q, [], d);
end

function p = onehot(labels, k)
  p = zeros(numel(labels), k);
  p(sub2ind(size(p), (1:numel(labels))', labels(:))) = 1;
end
