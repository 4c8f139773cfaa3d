"""Random statements with calls that change what they read, run by Vole and by the real Go.

    python3 tests/statements.py SEED COUNT out/debug/vole [SEEDS]

COUNT functions are made for each of SEEDS seeds, and those whose output differs are shown. What may
differ is which of several operands panics first, and what a parallel assignment stored before.
"""
import os
import random
import re
import subprocess
import sys
import tempfile

FOLDER = tempfile.mkdtemp()
PRELUDE = '''package main

import (
	"errors"
	"fmt"
	"os"
	"bufio"
)

type T struct {
	x, y int
	s    string
	p    *T
	a    [3]int
}

func (t *T) pm(n int) int { say("pm", n); t.x += n; return t.x }
func (t T) vm(n int) int  { say("vm", n, t.x); return t.x + n }

type I interface{ vm(n int) int }
type small struct{ n int }

func (s small) vm(n int) int { say("small", n, s.n); return s.n + n }

type big struct{ a, b, c, d, e int }

var (
	gi   int
	gj   int8
	gu   uint
	gf   float64
	gs   []int
	ga   [3]int
	gm   map[int]int
	gms  map[string]T
	gp   *T
	gt   T
	gb   big
	gstr string
	gany any
	gifc I
	gfn  func(int) int
	gch  chan int
	gpi  *int
	gss  []T
	gbool bool
	out  = bufio.NewWriter(os.Stdout)
)

func say(v ...any) { fmt.Fprintln(out, v...) }

func reset() {
	gi, gj, gu, gf = 1, 2, 3, 1.5
	gs = []int{1, 2, 3}
	ga = [3]int{4, 5, 6}
	gm = map[int]int{0: 7, 1: 8, 2: 9}
	gms = map[string]T{"a": {x: 1}}
	gp = &T{x: 1, y: 2, s: "p", p: &T{x: 3}, a: [3]int{1, 2, 3}}
	gt = T{x: 5, s: "t", p: gp}
	gb = big{1, 2, 3, 4, 5}
	gstr = "abc"
	gany = 5
	gifc = small{1}
	gfn = func(n int) int { say("gfn1", n); return n }
	gch = make(chan int, 10)
	gch <- 1
	gch <- 2
	gch <- 3
	k := 5
	gpi = &k
	gss = []T{{x: 1, p: gp}, {x: 2}, {x: 3}}
	gbool = true
}

func mutate(k int) {
	switch k % 24 {
	case 0: gi++
	case 1: gs[0] += 10
	case 2: gs = []int{9, 8}
	case 3: ga[1] += 5
	case 4: gm[1] += 100
	case 5: gp.x += 7
	case 6: gp = &T{x: 50, a: [3]int{7, 8, 9}}
	case 7: gt.x += 3
	case 8: gstr += "z"
	case 9: gany = gi + 20
	case 10: gifc = small{gi + 30}
	case 11: gfn = func(n int) int { say("gfn2", n); return n + 1 }
	case 12: *gpi += 11
	case 13: j := gi + 70; gpi = &j
	case 14: gss = gss[:2]
	case 15: gb.c += 4
	case 16: gbool = !gbool
	case 17: gj++; gu++; gf *= 2
	case 18: gss[1].x += 9
	case 19: gms["a"] = T{x: 6, s: "m"}
	case 20: gp = nil
	case 21: gs = nil
	case 22: gany = "str"
	case 23: gi = 2
	}
}

func fi(k int) int { say("fi", k); mutate(k); return k % 3 }
func fb(k int) bool { say("fb", k); mutate(k); return k%2 == 0 }
func fstr(k int) string { say("fstr", k); mutate(k); return fmt.Sprint(k) }
func fs(k int) []int { say("fs", k); mutate(k); return []int{k, k + 1, k + 2} }
func fp(k int) *T { say("fp", k); mutate(k); return &T{x: k, y: k} }
func ft(k int) T { say("ft", k); mutate(k); return T{x: k, y: k} }
func fany(k int) any { say("fany", k); mutate(k); return k }
func f2(k int) (int, string) { say("f2", k); mutate(k); return k % 3, "two" }
func f3(k int) (int, error) { say("f3", k); mutate(k); return k % 3, errors.New("e") }
func fm(k int) map[int]int { say("fm", k); mutate(k); return map[int]int{0: k, 1: k} }
func args(v ...any) string { s := fmt.Sprint(v...); return s }
func ints(a, b int, c ...int) int { say("ints", a, b, c); return a + b + len(c) }
func takes(t T, n int) int { say("takes", t.x, n); return t.x }
func takei(i I, n int) int { say("takei", fmt.Sprintf("%T", i), i.vm(1), n); return n }
func takee(i any, b big, n int) int { say("takee", i, b, n); return n }

func state() {
	say(gi, gj, gu, gf, gs, ga, gm, gt.x, gt.y, gt.s, gt.a, gb, gstr, gany, gifc, *gpi, gbool, len(gch), len(gss))
	if gp != nil { say(gp.x, gp.y, gp.s, gp.a, gp.p != nil) } else { say("nil gp") }
	for _, t := range gss { say(t.x, t.y, t.s, t.a) }
	say(len(gms), gms["a"].x, gms["b"].x)
}

func catch(name string) {
	if r := recover(); r != nil {
		say(name, "panic:", r)
	}
	say(name)
	state()
}
'''
class G:
    def __init__(s, r): s.r=r; s.n=0
    def k(s): return s.r.randrange(24)
    def int(s, d):
        r=s.r
        leaf=['1','0','2','gi','int(gj)','int(gu)','ci','li','*gpi','gp.x','gp.y','gt.x','gs[1]','gs[0]','ga[1]','gm[1]','len(gs)','gb.c','gss[1].x','gp.p.x','gp.a[1]','gt.a[gi%3]','gs[gi]','ga[gi%3]','*pa','la[1]','la[li]','lt.x','lt.a[2]','cs[0]','cap(gs)','len(gstr)','int(gstr[0])','gany.(int)','len(gm)','gt.p.x','lp.x','gms["a"].x','cs[ci]']
        if d<=0 or r.random()<.25:
            return r.choice(leaf)
        D=d-1
        c=r.randrange(34)
        if c<9: return f'fi({s.k()})'
        if c==9: return f'{s.pint(D)} + {s.pint(D)}'
        if c==10: return f'{s.pint(D)} - {s.pint(D)}'
        if c==11: return f'{s.pint(D)} / {s.pint(D)}' if 1 else ''
        if c==12: return f'{s.pint(D)} * {s.pint(D)}'
        if c==13: return f'gs[{s.int(D)}]'
        if c==14: return f'ga[uint({s.int(D)})%3]'
        if c==15: return f'gm[{s.int(D)}]'
        if c==16: return f'gp.pm({s.int(D)})'
        if c==17: return f'gp.vm({s.int(D)})'
        if c==18: return f'gt.vm({s.int(D)})'
        if c==19: return f'gifc.vm({s.int(D)})'
        if c==20: return f'gfn({s.int(D)})'
        if c==21: return f'{s.ptr(D)}.x'
        if c==22: return f'<-gch'
        if c==23: return f'({s.any(D)}).(int)'
        if c==24: return f'ints({s.int(D)}, {s.int(D)}, {s.int(D)}, {s.int(D)})'
        if c==25: return f'takes({s.tv(D)}, {s.int(D)})'
        if c==26: return f'takei({s.r.choice(["gifc","gp","small{gi}","gt", "small{%s}"%s.int(D)])}, {s.int(D)})'
        if c==27: return f'takee({s.any(D)}, gb, {s.int(D)})'
        if c==28: return f'int(int8({s.int(D)}))'
        if c==29: return f'min({s.int(D)}, {s.int(D)})'
        if c==30: return f'{s.slice(D)}[{s.int(D)}]'
        if c==31: return f'func() int {{ ci++; say("lit"); return ci }}()'
        if c==32: return f'{s.r.choice(["fp(%d)"%s.k(),"gp"])}.pm({s.int(D)})'
        return f'-{s.pint(D)}'
    def pint(s,d):
        e=s.int(d); return e if e.isalnum() else '('+e+')'
    def ptr(s,d): return s.r.choice(['gp','gt.p','gss[0].p','lp','gp.p', f'fp({s.k()})', 'gp','&T{x: %s, y: %s}'%(s.int(d-1) if d>0 else 'gi', s.int(d-1) if d>0 else 'ci')])
    def tv(s,d): return s.r.choice(['gt','*gp','gss[1]','lt','gms["a"]',f'ft({s.k()})', f'T{{x: {s.int(d-1)}, y: {s.int(d-1)}, s: {s.str(d-1)}}}' if d>0 else 'gt', f'*{s.ptr(d-1)}' if d>0 else '*gp'])
    def slice(s,d):
        if d<=0: return s.r.choice(['gs','cs','ga[:]','gp.a[:]'])
        return s.r.choice(['gs','cs','ga[:]',f'fs({s.k()})',f'gs[{s.int(d-1)}:]',f'gs[:{s.int(d-1)}]',f'gs[{s.int(d-1)}:{s.int(d-1)}]',f'append(gs, {s.int(d-1)})',f'append(gs[:1:1], {s.int(d-1)}, {s.int(d-1)})',f'[]int{{{s.int(d-1)}, {s.int(d-1)}, gi}}', f'append({s.slice(d-1)}, {s.slice(d-1)}...)'])
    def str(s,d):
        if d<=0: return s.r.choice(['gstr','"q"','gp.s','gt.s','cstr','string(gstr[1])'])
        return s.r.choice([f'fstr({s.k()})','gstr',f'{s.str(d-1)} + {s.str(d-1)}',f'args({s.int(d-1)}, {s.str(d-1)}, {s.any(d-1)})',f'args({s.tv(d-1)}.x, {s.int(d-1)})', f'gstr[{s.int(d-1)}:]', f'args({s.bool(d-1)}, {s.int(d-1)}, gb, gt.x, {s.slice(d-1)})', f'string([]byte{{byte({s.int(d-1)}) + 65}})', f'string([]byte({s.str(d-1)}))', f'fmt.Sprint({s.int(d-1)}, {s.int(d-1)}, {s.any(d-1)})',f'{s.str(d-1)} + {s.str(d-1)} + {s.str(d-1)}'])
    def any(s,d):
        if d<=0: return s.r.choice(['gany','any(gi)','any(ci)','any(gstr)'])
        return s.r.choice(['gany',f'fany({s.k()})',f'any({s.int(d-1)})',f'any(gb)',f'any({s.str(d-1)})'])
    def bool(s,d):
        if d<=0: return s.r.choice(['gbool','gi > 1','cb'])
        return s.r.choice(['gbool',f'fb({s.k()})',f'({s.int(d-1)} < {s.int(d-1)})',f'({s.int(d-1)} == {s.int(d-1)})',f'({s.bool(d-1)} && {s.bool(d-1)})',f'({s.bool(d-1)} || {s.bool(d-1)})',f'({s.str(d-1)} == {s.str(d-1)})',f'({s.str(d-1)} < {s.str(d-1)})',f'(gb == big{{c: {s.int(d-1)}}})',f'(gany == {s.any(d-1)})',f'({s.tv(d-1)} == {s.tv(d-1)})', f'!{s.bool(d-1)}', f'(gp == {s.ptr(d-1)})', f'({s.any(d-1)} == {s.int(d-1)})'.replace('== ','== any(')[:-1]+'))'])
    def lv(s,d):
        return s.r.choice(['gi','ci','li','*gpi','gp.x','gt.x','gs[1]',f'gs[{s.int(d)}]',f'ga[uint({s.int(d)})%3]',f'gm[{s.int(d)}]',f'{s.r.choice(["gp","lp","gt.p","fp(%d)"%s.k()])}.y','gss[1].x',f'gss[{s.int(d)}].y','la[li]',f'la[uint({s.int(d)})%3]','gp.a[1]',f'gp.a[uint({s.int(d)})%3]','gp.p.x','lt.x','lt.a[1]','cs[ci]',f'fs({s.k()})[{s.int(d)}]', f'fm({s.k()})[{s.int(d)}]', '*pa', f'{s.slice(d)}[{s.int(d)}]','lp.x'])
    def use(s, *names): return 'say(' + ', '.join(names) + ')'
    def stmt(s):
        r=s.r; d=r.choice([1,2,2,3]); c=r.randrange(33)
        I=s.int
        if c==0: return f'a, b := {I(d)}, {I(d)}; say(a, b)'
        if c==1: return f'a, b, c := {I(d)}, {s.str(d)}, {s.any(d)}; say(a, b, c)'
        if c==2: return f'{s.lv(d-1)} = {I(d)}'
        if c==3: return f'{s.lv(d-1)}, {s.lv(d-1)} = {I(d)}, {I(d)}'
        if c==4: return f'{s.lv(d-1)} {r.choice(["+=","-=","*=","/=","|="])} {I(d)}'
        if c==5: return f'{s.lv(d-1)}++'
        if c==6: return f'var a, b = {I(d)}, {s.tv(d)}; say(a, b.x, b.y)'
        if c==7: return f'a, b := func() (int, string) {{ return {I(d)}, {s.str(d)} }}(); say(a, b)'
        if c==8: return f'say({I(d)}, {I(d)}, {s.str(d)})'
        if c==9: return f'say({s.any(d)}, gb, {s.bool(d)}, {s.slice(d)})'
        if c==10: return f'say([]int{{{I(d)}, {I(d)}, {I(d)}}})'
        if c==11: return f'say(T{{x: {I(d)}, s: {s.str(d)}, y: {I(d)}}}.y)'
        if c==12: return f'say(map[int]int{{{I(d)}: {I(d)}, {10}: {I(d)}}})'
        if c==13: return f'gs = append({s.slice(d)}, {I(d)}, {I(d)})'
        if c==14: return f'gch <- {I(d)}'
        if c==15: return f'switch {I(d)} {{ case {I(d)}: say("one"); case {I(d)}: say("two"); default: say("none") }}'
        if c==16: return f'for {s.lv(d-1)}, {s.lv(d-1)} = range {s.slice(d)} {{ say("body", gi, ci, li) }}'
        if c==17: return f'if {s.bool(d)} {{ say("yes") }} else {{ say("no") }}'
        if c==18: return f'{s.lv(d-1)}, gstr = f2({s.k()})'
        if c==19: return f'a, b := {s.tv(d)}, {I(d)}; say(a.x, b)'
        if c==20: return f'func() {{ defer say({I(d)}, {s.str(d)}, gb); ci++; gi++; gb.c++ }}()'
        if c==21: return f'say(copy({s.slice(d)}, {s.slice(d)}))'
        if c==22: return f'delete(gm, {I(d)}); gms[{s.str(d)}] = {s.tv(d)}'
        if c==23: return f'{s.lv(d-1)}, gbool = gm[{I(d)}]'
        if c==24: return f'{s.lv(d-1)}, gbool = ({s.any(d)}).(int)'
        if c==25: return f'{s.lv(d-1)}, gbool = <-gch'
        if c==26: return f'gt, gp.x = {s.tv(d)}, {I(d)}'
        if c==27: return f'gany, {s.lv(d-1)} = {s.any(d)}, {I(d)}'
        if c==28: return f'select {{ case {s.lv(d-1)}, gbool = <-gch: }}'
        if c==29: return f'a, b, c := {s.slice(d)}, {I(d)}, {s.bool(d)}; say(a, b, c)'
        if c==30: return f'x := &T{{x: {I(d)}, y: {I(d)}, p: {s.ptr(d)}}}; say(x.x, x.y)'
        if c==31: return f'say([3]int{{{I(d)}, {I(d)}, {I(d)}}}[{I(d)}%3])' if False else f'say([2]any{{{s.any(d)}, {I(d)}}})'
        return f'gs[{I(d)}], gi = {I(d)}, {I(d)}'
    def test(s,n):
        lines=[s.stmt() for _ in range(s.r.choice([1,1,2]))]
        body='\n\t'.join(lines)
        return f'''
func t{n}() {{
	reset()
	ci, li, cstr, cb := 1, 1, "c", true
	cs := []int{{5, 6, 7}}
	la := [3]int{{1, 2, 3}}
	lt := T{{x: 8}}
	lp := &T{{x: 9}}
	pv := 4
	pa := &pv
	defer func() {{ r := recover(); if r != nil {{ say("t{n} panic:", r) }}; say(ci, li, cstr, cb, cs, la, lt.x, lt.y, lt.a, lp.x, lp.y, pv); state(); say("t{n}") }}()
	bump := func() {{ ci += 1; cs = append([]int{{ci}}, cs...); cb = !cb; cstr += "!" }}
	gfn = func(n int) int {{ say("bump", n); bump(); return n }}
	{body}
	_, _, _, _, _ = la, lt, lp, pa, li
}}
'''
def main():
    seed=int(sys.argv[1]); count=int(sys.argv[2]); vole=sys.argv[3]
    for sd in range(seed, seed+int(sys.argv[4]) if len(sys.argv)>4 else seed+1):
        g=G(random.Random(sd))
        prog=PRELUDE+''.join(g.test(i) for i in range(count))+'\nfunc main() {\n\tdefer out.Flush()\n'+''.join(f'\tt{i}()\n' for i in range(count))+'}\n'
        path=f'{FOLDER}/g{sd}.go'; open(path,'w').write(prog)
        bad=set()
        # remove tests that do not compile (constants out of range and the like)
        a=subprocess.run(['go','build','-o',f'{FOLDER}/g{sd}',path],capture_output=True,text=True)
        tries=0
        while a.returncode and tries<8:
            tries+=1
            lines=prog.split('\n'); drop=set()
            for m in re.finditer(r':(\d+):\d+: ',a.stderr):
                l=int(m[1])-1
                while l>=0 and not lines[l].startswith('func t'): l-=1
                mm=re.match(r'func t(\d+)\(',lines[l])
                if mm: drop.add(int(mm[1]))
            bad|=drop
            if not drop: print(a.stderr[:500]); return
            g=G(random.Random(sd)); tests=[g.test(i) for i in range(count)]
            prog=PRELUDE+''.join(t for i,t in enumerate(tests) if i not in bad)+'\nfunc main() {\n\tdefer out.Flush()\n'+''.join(f'\tt{i}()\n' for i in range(count) if i not in bad)+'}\n'
            open(path,'w').write(prog)
            a=subprocess.run(['go','build','-gcflags=-e','-o',f'{FOLDER}/g{sd}',path],capture_output=True,text=True)
        if a.returncode: print('does not build', a.stderr[:300]); continue
        go=subprocess.run([f'{FOLDER}/g{sd}'],capture_output=True,text=True,errors='replace',timeout=60)
        vo=subprocess.run([vole,'run',path],capture_output=True,text=True,errors='replace',timeout=120)
        if vo.returncode!=go.returncode: print('exit',vo.returncode,vo.stderr[:400])
        def split(o):
            d={}; cur=[]
            for l in o.split('\n'):
                cur.append(l)
                if l.startswith('t') and l[1:2].isdigit() and 'panic:' not in l: d[l.split()[0]]=cur; cur=[]
            return d
        G_,V=split(go.stdout),split(vo.stdout)
        n=0
        for k in G_:
            if V.get(k)!=G_[k]:
                n+=1
                if n<=int(os.environ.get('SHOW','3')):
                    i=prog.index(f'func {k}()'); j=prog.index('\n}\n',i)
                    print('---',path,k); print('\n'.join(prog[i:j].split('\n')[12:-1])); print('GO  ',G_[k]); print('VOLE',V.get(k))
        print('seed',sd,'tests',len(G_),'mismatch',n,flush=True)
        os.unlink(f'{FOLDER}/g{sd}')
main()
