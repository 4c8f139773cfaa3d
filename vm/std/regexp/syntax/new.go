package syntax

// ErrLarge is the code of an expression that is too large. This parser says so with ErrInvalidRepeatSize.
const ErrLarge ErrorCode = "expression too large"
