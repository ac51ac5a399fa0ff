/*? camkes.ast.Uses() ?*/
