package sql

import "database/sql/driver"

// Null is a value of any type that a column may lack.
type Null[T any] struct {
	V     T
	Valid bool // the column has one
}

func (n *Null[T]) Scan(value any) error {
	if value == nil {
		n.V, n.Valid = *new(T), false
		return nil
	}
	n.Valid = true
	return convertAssign(&n.V, value)
}

func (n Null[T]) Value() (driver.Value, error) {
	if !n.Valid {
		return nil, nil
	}
	return n.V, nil
}
