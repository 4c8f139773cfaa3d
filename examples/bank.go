// Bank simulates accounts, with errors that say what went wrong and why.
package main

import (
	"errors"
	"fmt"
	"sort"
	"strings"
)

// Money counts cents.
type Money int64

func (m Money) String() string {
	sign := ""
	if m < 0 {
		sign, m = "-", -m
	}
	return fmt.Sprintf("%s%d.%02d", sign, m/100, m%100)
}

var (
	ErrNoAccount = errors.New("no such account")
	ErrFrozen    = errors.New("account is frozen")
	ErrAmount    = errors.New("amount must be positive")
)

// InsufficientFunds says how much is missing.
type InsufficientFunds struct {
	Owner         string
	Balance, Need Money
}

func (e *InsufficientFunds) Error() string {
	return fmt.Sprintf("%s has %v, needs %v", e.Owner, e.Balance, e.Need)
}

type Account struct {
	Owner   string
	balance Money
	frozen  bool
	history []Money
}

func (a *Account) change(by Money) error {
	if a.frozen {
		return fmt.Errorf("%s: %w", a.Owner, ErrFrozen)
	}
	if a.balance+by < 0 {
		return &InsufficientFunds{a.Owner, a.balance, -by}
	}
	a.balance += by
	a.history = append(a.history, by)
	return nil
}

type Bank struct {
	accounts map[string]*Account
	fee      func(Money) Money
}

func (b *Bank) find(owner string) (*Account, error) {
	if a, ok := b.accounts[owner]; ok {
		return a, nil
	}
	return nil, fmt.Errorf("%q: %w", owner, ErrNoAccount)
}

// Transfer moves money, or changes nothing.
func (b *Bank) Transfer(from, to string, amount Money) (err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("transfer of %v from %s to %s: %w", amount, from, to, err)
		}
	}()
	if amount <= 0 {
		return ErrAmount
	}
	source, err1 := b.find(from)
	target, err2 := b.find(to)
	if err := errors.Join(err1, err2); err != nil {
		return err
	}
	fee := b.fee(amount)
	if err := source.change(-amount - fee); err != nil {
		return err
	}
	if err := target.change(amount); err != nil {
		return errors.Join(err, source.change(amount+fee))
	}
	return nil
}

func (b *Bank) report() {
	owners := make([]string, 0, len(b.accounts))
	for owner := range b.accounts {
		owners = append(owners, owner)
	}
	sort.Strings(owners)
	for _, owner := range owners {
		a := b.accounts[owner]
		fmt.Printf("%-6s %10v %v\n", owner, a.balance, a.history)
	}
}

func explain(err error) string {
	var missing *InsufficientFunds
	switch {
	case err == nil:
		return "done"
	case errors.As(err, &missing):
		return fmt.Sprintf("short by %v", missing.Need-missing.Balance)
	case errors.Is(err, ErrFrozen):
		return "ask the bank"
	case errors.Is(err, ErrNoAccount):
		return "check the name"
	}
	return "?"
}

func main() {
	bank := &Bank{map[string]*Account{}, func(m Money) Money { return max(10, m/100) }}
	for i, owner := range strings.Fields("ada bob cleo") {
		bank.accounts[owner] = &Account{Owner: owner, balance: Money(10000 * (i + 1))}
	}
	bank.accounts["cleo"].frozen = true
	for _, t := range []struct {
		from, to string
		amount   Money
	}{
		{"ada", "bob", 2550}, {"bob", "ada", 999999}, {"ada", "cleo", 100}, {"cleo", "ada", 5},
		{"dan", "eve", 1}, {"ada", "bob", -3}, {"bob", "ada", 20000},
	} {
		err := bank.Transfer(t.from, t.to, t.amount)
		fmt.Printf("%s (%v)\n", explain(err), err)
	}
	bank.report()
	fmt.Println(Money(-5), Money(123456))
}
