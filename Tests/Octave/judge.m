% Makes Octave speak nbrun's language: run `source` on this file, then on blocks or statements.
%
% `nbrun_judge(label, value)` prints a value for a program to read: the label, rows, columns and the
% entries row by row with all their digits.
1;

warning("off", "all");

function nbrun_judge(label, value)
  printf("%s value %d %d", label, rows(value), columns(value));
  if ! isempty(value)
    printf(" %.17g", double(value).');
  end
  printf("\n");
end

function nbrun_refuse(label, message)
  printf("%s refused %s\n", label, strrep(message, "\n", " "));
end

for nbrun_subject = {"elementwise", "reductions", "losses", "random", "commands"}
  source(fullfile(fileparts(mfilename("fullpath")), "functions", [nbrun_subject{1}, ".m"]));
end
