/*? Counter().increment(2 ** 100) ?*/
