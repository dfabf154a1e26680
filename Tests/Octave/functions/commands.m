% The commands show and check; none of them changes a value.
1;

function derive(varargin)
end

function gradcheck(varargin)
end

function show(varargin)
end
