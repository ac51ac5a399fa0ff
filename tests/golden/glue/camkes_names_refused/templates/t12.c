/*? functools.reduce(lambda('x, y: x'), []) ?*/
