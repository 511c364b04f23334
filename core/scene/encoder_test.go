package scene

// appendOp encodes an operation field by field, as the table of wire.go says: slowly, and by other
// code than the builder's, which it is compared with.
func appendOp(dst []byte, op *Op) []byte {
	alpha := byte(strength(op.Alpha))
	switch op.Kind {
	case TextOp:
		return appendText(dst, op, alpha)
	case DotsOp:
		dst = append(dst, byte(op.Kind), byte(op.Fill), flag(op.Hollow, 1), alpha)
		return appendPoints(putPixels(dst, op.R), op.Points)
	case CellsOp:
		return appendCells(dst, op, alpha)
	case ClipOp:
		return putPixels(append(dst, byte(op.Kind), 0, 0, 0), op.X, op.Y, op.W, op.H)
	case UnclipOp:
		return append(dst, byte(op.Kind), 0, 0, 0)
	}
	dst = append(dst, byte(op.Kind), byte(op.Fill), byte(op.Stroke), alpha)
	dst = put32(dst, length(op.Width)|length(op.Dash)<<16)
	switch op.Kind {
	case RectOp:
		return putPixels(dst, op.X, op.Y, op.W, op.H, op.R)
	case CircleOp:
		return putPixels(dst, op.X, op.Y, op.R)
	case LineOp:
		return putPixels(dst, op.X, op.Y, op.X2, op.Y2)
	case ArcOp:
		dst = putPixels(dst, op.X, op.Y, op.R)
		return put32(put32(dst, fixed(op.From, turn)), fixed(op.To, turn))
	default:
		return appendPoints(dst, op.Points)
	}
}

func appendPoints(dst []byte, points []float64) []byte {
	return putPixels(put32(dst, uint32(len(points)/2)), points...)
}

func appendText(dst []byte, op *Op, alpha byte) []byte {
	dst = append(dst, byte(op.Kind), byte(op.Fill), byte(op.Anchor)|flag(op.Bold, 4), alpha)
	dst = put32(dst, length(op.Size)|uint32(len(op.Text))<<16)
	dst = putPixels(dst, op.X, op.Y)
	return pad(append(dst, op.Text...))
}

func appendCells(dst []byte, op *Op, alpha byte) []byte {
	dst = append(dst, byte(op.Kind), 0, 0, alpha)
	dst = put32(dst, length(op.Size)|length(op.Gap)<<16)
	dst = putPixels(dst, op.X, op.Y)
	dst = put32(dst, uint32(op.Columns)|uint32(len(op.Cells))<<16)
	for _, r := range op.Cells {
		dst = append(dst, byte(r))
	}
	return pad(dst)
}

func flag(on bool, bit byte) byte {
	if on {
		return bit
	}
	return 0
}

func put32(dst []byte, v uint32) []byte {
	return append(dst, byte(v), byte(v>>8), byte(v>>16), byte(v>>24))
}

func putPixels(dst []byte, values ...float64) []byte {
	for _, v := range values {
		dst = put32(dst, fixed(v, pixel))
	}
	return dst
}

func pad(dst []byte) []byte {
	for len(dst)%4 != 0 {
		dst = append(dst, 0)
	}
	return dst
}
