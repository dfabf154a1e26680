% Losses, prediction first, and metrics.
1;

function c = mse(y, t)
  c = mean(((y - t) .^ 2)(:));
end

function c = mae(y, t)
  c = mean(abs(y - t)(:));
end

function c = huber(y, t, d)
  e = abs(y - t);
  each = d * (e - d / 2);
  inside = (e <= d);
  each(inside) = e(inside) .^ 2 / 2;
  c = mean(each(:));
end

function c = crossentropy(q, p)
  c = -sum(sum(p .* log(q))) / rows(q);
end

function c = bce(q, p)
  c = mean(-(p .* log(q) + (1 - p) .* log(1 - q))(:));
end

function c = softmax_crossentropy(z, p)
  c = -sum(sum(p .* log_softmax(z))) / rows(z);
end

function c = sigmoid_crossentropy(z, p)
  c = mean((softplus(z) - p .* z)(:));
end

function c = hinge(s, t)
  c = mean(max(0, 1 - t .* s)(:));
end

function c = l1(w)
  c = sum(sum(abs(w)));
end

function c = l2(w)
  c = sum(sum(w .^ 2));
end

% The class of each row: the largest entry, or of a single column 0 or 1.
function k = nbrun_class(q)
  if columns(q) == 1
    k = round(q);
  else
    k = argmax(q);
  end
end

function a = accuracy(q, p)
  a = mean(nbrun_class(q) == nbrun_class(p));
end

% Rows are true classes, columns are predicted ones.
function m = confusion(q, p)
  first = (columns(q) == 1);
  k = max(columns(q), 1 + first);
  m = accumarray([nbrun_class(p) + first, nbrun_class(q) + first], 1, [k, k]);
end

% Averaged over the columns.
function r = r2(y, t)
  unexplained = sum((t - y) .^ 2, 1) ./ sum((t - mean(t, 1)) .^ 2, 1);
  r = 1 - mean(unexplained, 2);
end
