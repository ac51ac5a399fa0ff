/*- set books = configuration[me.name].get('books') -*/
#define LEDGER_BOOKS /*? books ?*/
