package crypto

import "io"

// MessageSigner is a private key that signs a message as it is, not its hash.
type MessageSigner interface {
	Signer
	SignMessage(rand io.Reader, msg []byte, opts SignerOpts) (signature []byte, err error)
}

// SignMessage signs a message: by SignMessage of the signer if it has one, else its hash.
func SignMessage(signer Signer, rand io.Reader, msg []byte, opts SignerOpts) (signature []byte, err error) {
	if whole, ok := signer.(MessageSigner); ok {
		return whole.SignMessage(rand, msg, opts)
	}
	if function := opts.HashFunc(); function != 0 {
		hash := function.New()
		hash.Write(msg)
		msg = hash.Sum(nil)
	}
	return signer.Sign(rand, msg, opts)
}

// Encapsulator is a public key by which keys are sent.
type Encapsulator interface {
	Bytes() []byte
	Encapsulate() (sharedKey, ciphertext []byte)
}

// Decapsulator is the private key to it.
type Decapsulator interface {
	Encapsulator() Encapsulator
	Decapsulate(ciphertext []byte) (sharedKey []byte, err error)
}
