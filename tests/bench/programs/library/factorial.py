import sys

sys.set_int_max_str_digits(0)
n = 1
for i in range(2, 20001):
    n *= i
text = str(n)
print(len(text), text[:20])
