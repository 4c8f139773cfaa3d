package mlkem

import (
	"bytes"
	"crypto/sha3"
	"crypto/subtle"
	"errors"
)

const (
	SeedSize      = 64
	SharedKeySize = 32
	encodedSize   = n * 12 / 8
)

// Parameters are those of a set of FIPS 203.
type Parameters struct {
	k      int
	du, dv int // bits to which the two parts of a ciphertext are compressed
}

var (
	Set768  = &Parameters{3, 10, 4}
	Set1024 = &Parameters{4, 11, 5}
)

// KeySize returns the size of an encapsulation key.
func (s *Parameters) KeySize() int { return s.k*encodedSize + 32 }

// CiphertextSize returns the size of a ciphertext.
func (s *Parameters) CiphertextSize() int { return n / 8 * (s.k*s.du + s.dv) }

// EncapsulationKey is a public key: t and the rows of the matrix A, both in T_q.
type EncapsulationKey struct {
	set     *Parameters
	encoded []byte // t and the seed of A
	hash    [32]byte
	t       []polynomial
	a       [][]polynomial
}

// DecapsulationKey is a private key.
type DecapsulationKey struct {
	seed   [SeedSize]byte
	s      []polynomial
	public *EncapsulationKey
}

func (k *EncapsulationKey) Bytes() []byte                       { return bytes.Clone(k.encoded) }
func (k *DecapsulationKey) Bytes() []byte                       { return bytes.Clone(k.seed[:]) }
func (k *DecapsulationKey) EncapsulationKey() *EncapsulationKey { return k.public }

// matrix makes A of its seed.
func (s *Parameters) matrix(rho []byte) [][]polynomial {
	a := make([][]polynomial, s.k)
	for row := range a {
		a[row] = make([]polynomial, s.k)
		for column := range a[row] {
			a[row][column] = sampleNTT(rho, byte(column), byte(row))
		}
	}
	return a
}

// noise returns polynomials of small coefficients, numbered from first.
func noise(seed []byte, first, count int) []polynomial {
	ps := make([]polynomial, count)
	for i := range ps {
		ps[i] = sampleNoise(seed, byte(first+i))
	}
	return ps
}

// NewDecapsulationKey is algorithms 13 and 16: the key that a seed, d and z, determines.
func NewDecapsulationKey(set *Parameters, seed []byte) (*DecapsulationKey, error) {
	if len(seed) != SeedSize {
		return nil, errors.New("mlkem: invalid seed length")
	}
	expanded := sha3.Sum512(append(bytes.Clone(seed[:32]), byte(set.k)))
	rho, sigma := expanded[:32], expanded[32:]
	public := &EncapsulationKey{set: set}
	key := &DecapsulationKey{s: noise(sigma, 0, set.k), public: public}
	copy(key.seed[:], seed)
	public.t = noise(sigma, set.k, set.k)
	a := set.matrix(rho)
	for i := range key.s {
		key.s[i].ntt()
		public.t[i].ntt()
	}
	for i := range public.t {
		for j := range key.s {
			public.t[i].addProduct(&a[i][j], &key.s[j])
		}
		public.encoded = public.t[i].encode(public.encoded, 12)
	}
	public.encoded = append(public.encoded, rho...)
	public.a = a
	public.hash = sha3.Sum256(public.encoded)
	return key, nil
}

// NewEncapsulationKey reads a public key, each of whose numbers must be below q.
func NewEncapsulationKey(set *Parameters, encoded []byte) (*EncapsulationKey, error) {
	if len(encoded) != set.KeySize() {
		return nil, errors.New("mlkem: invalid encapsulation key length")
	}
	k := &EncapsulationKey{set: set, encoded: bytes.Clone(encoded), t: make([]polynomial, set.k)}
	rest := encoded
	for i := range k.t {
		rest = k.t[i].decode(rest, 12)
		for _, x := range k.t[i] {
			if x >= q {
				return nil, errors.New("mlkem: invalid polynomial encoding")
			}
		}
	}
	k.hash = sha3.Sum256(encoded)
	k.a = set.matrix(rest)
	return k, nil
}

// encrypt is algorithm 14: K-PKE.Encrypt.
func (k *EncapsulationKey) encrypt(message, randomness []byte) []byte {
	set := k.set
	y := noise(randomness, 0, set.k)
	e2 := sampleNoise(randomness, byte(2*set.k))
	for i := range y {
		y[i].ntt()
	}
	ciphertext := make([]byte, 0, set.CiphertextSize())
	e1 := noise(randomness, set.k, set.k)
	for i := range e1 {
		var sum polynomial
		for j := range y {
			sum.addProduct(&k.a[j][i], &y[j])
		}
		sum.inverseNTT()
		sum.add(&sum, &e1[i])
		compressed := sum.compress(set.du)
		ciphertext = compressed.encode(ciphertext, set.du)
	}
	var v, mu polynomial
	for i := range y {
		v.addProduct(&k.t[i], &y[i])
	}
	v.inverseNTT()
	mu.decode(message, 1)
	mu = mu.decompress(1)
	v.add(&v, &e2)
	v.add(&v, &mu)
	compressed := v.compress(set.dv)
	return compressed.encode(ciphertext, set.dv)
}

// decrypt is algorithm 15: K-PKE.Decrypt.
func (k *DecapsulationKey) decrypt(ciphertext []byte) []byte {
	set := k.public.set
	var product, v polynomial
	rest := ciphertext
	for i := range k.s {
		var u polynomial
		rest = u.decode(rest, set.du)
		u = u.decompress(set.du)
		u.ntt()
		product.addProduct(&k.s[i], &u)
	}
	product.inverseNTT()
	v.decode(rest, set.dv)
	v = v.decompress(set.dv)
	v.subtract(&v, &product)
	message := v.compress(1)
	return message.encode(nil, 1)
}

// Encapsulate is algorithm 17: it makes a key of 32 random bytes, and what carries it.
func (k *EncapsulationKey) Encapsulate(random []byte) (sharedKey, ciphertext []byte) {
	expanded := sha3.Sum512(append(bytes.Clone(random), k.hash[:]...))
	return bytes.Clone(expanded[:32]), k.encrypt(random, expanded[32:])
}

// Decapsulate is algorithm 18. Of a ciphertext that Encapsulate did not make, a key comes out that nobody else has.
func (k *DecapsulationKey) Decapsulate(ciphertext []byte) (sharedKey []byte, err error) {
	if len(ciphertext) != k.public.set.CiphertextSize() {
		return nil, errors.New("mlkem: invalid ciphertext length")
	}
	message := k.decrypt(ciphertext)
	expanded := sha3.Sum512(append(bytes.Clone(message), k.public.hash[:]...))
	sharedKey = sha3.SumSHAKE256(append(bytes.Clone(k.seed[32:]), ciphertext...), SharedKeySize)
	again := k.public.encrypt(message, expanded[32:])
	same := subtle.ConstantTimeCompare(ciphertext, again)
	subtle.ConstantTimeCopy(same, sharedKey, expanded[:32])
	return sharedKey, nil
}
