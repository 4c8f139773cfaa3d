.load ./sqlitevole
SELECT vole_load('sqlite_vole.go');
SELECT Title('the quick brown fox');
SELECT Divide(7, 2), Even(3), Even(4);
SELECT Divide(1, 0);
SELECT hex(Reverse(x'010203'));
CREATE TABLE numbers(n INTEGER);
INSERT INTO numbers VALUES (12), (97), (360);
SELECT n, group_concat(Text, ' ') FROM numbers, Factors(n) GROUP BY n;
SELECT Prime, Power FROM Factors(1000) WHERE Power > 2;
SELECT * FROM Factors(-1);
SELECT * FROM Factors;
SELECT Crash(1), Crash(2);
SELECT Crash(9);
SELECT Ignored(1);
SELECT count(*), sum(Prime) FROM Factors(30030);
