package balancer

import (
	"math"
	"math/bits"
	"time"

	"headroom/core/exact"
	"headroom/core/hash"
)

// golden is the step of splitmix64.
const golden = 0x9e3779b97f4a7c15

// draw fills the choice with backends drawn at random and returns how many. One
// number is enough for two of them: what is left of it after the first, at least 48
// bits, draws the second. Each further pair has a number hashed from it.
func (p *Pool) draw(bitsLeft uint64, c *Choice) int {
	n, count := len(p.up), p.config.Choices
	if !p.config.Replacement {
		count = min(count, n)
	}
	var taken [MaxChoices]int // ascending
	number := bitsLeft
	for k := range count {
		if k > 0 && k%2 == 0 {
			number += golden
			bitsLeft = hash.Mix(number)
		}
		room := n
		if !p.config.Replacement {
			room -= k
		}
		var drawn uint64
		drawn, bitsLeft = bits.Mul64(bitsLeft, uint64(room))
		i := int(drawn)
		if !p.config.Replacement {
			at := 0
			for ; at < k && i >= taken[at]; at++ { // count on past those drawn before
				i++
			}
			copy(taken[at+1:], taken[at:k])
			taken[at] = i
		}
		c.Drawn[k].Slot = p.up[i]
	}
	c.Draws = uint8(count)
	return count
}

// drawActive takes the fewest active requests, or open connections, of those drawn.
func (p *Pool) drawActive(number uint64, c *Choice) {
	if p.config.Choices == 2 && !p.config.Replacement && len(p.up) > 1 {
		p.drawTwo(number, c)
		return
	}
	best := 0
	for k := range p.draw(number, c) {
		c.Drawn[k].Load = p.loads[c.Drawn[k].Slot]
		if c.Drawn[k].Load < c.Drawn[best].Load {
			best = k
		}
	}
	c.Slot = int(c.Drawn[best].Slot)
}

// drawTwo is the common case, written out.
func (p *Pool) drawTwo(number uint64, c *Choice) {
	n := uint64(len(p.up))
	i, rest := bits.Mul64(number, n)
	j, _ := bits.Mul64(rest, n-1)
	if j >= i {
		j++
	}
	a, b := p.up[i], p.up[j]
	first, second := p.loads[a], p.loads[b]
	c.Draws = 2
	c.Drawn[0] = Candidate{a, first}
	c.Drawn[1] = Candidate{b, second}
	best := a
	if second < first { // a conditional move: which is less, nobody can predict
		best = b
	}
	c.Slot = int(best)
}

// drawPeaks takes the least response time to expect of those drawn.
func (p *Pool) drawPeaks(number uint64, now time.Duration, c *Choice) {
	best, least := 0, math.Inf(1)
	for k := range p.draw(number, c) {
		drawn := &c.Drawn[k]
		load := p.peaks[drawn.Slot].load(now, int(p.active[drawn.Slot]), float64(p.config.Decay))
		drawn.Load = microseconds(load)
		if load < least {
			best, least = k, load
		}
	}
	c.Slot = int(c.Drawn[best].Slot)
}

// peak is a moving average of latency that follows every peak at once. Looking at
// it counts as seeing no latency at all, so that it decays as time passes.
type peak struct {
	cost  float64       // nanoseconds, 0 where nothing was seen
	stamp time.Duration // of the last look
}

// untried is what a backend costs that has requests and no answer yet: 52 days, and a
// nanosecond for each request. One that has none costs nothing and is tried first.
const untried = 1 << 52

func (k *peak) observe(now time.Duration, latency, decay float64) {
	if latency > k.cost {
		k.cost = latency
	} else if k.cost > 0 && now > k.stamp {
		keep := exact.Exp(-float64(now-k.stamp) / decay)
		k.cost = float64(k.cost*keep) + float64(latency*(1-keep))
	}
	k.stamp = max(now, k.stamp)
}

func (k *peak) load(now time.Duration, active int, decay float64) float64 {
	k.observe(now, 0, decay)
	if k.cost == 0 && active > 0 {
		return untried + float64(active)
	}
	return float64(k.cost * float64(active+1))
}

// microseconds rounds a load for the choice; -1 is one not tried.
func microseconds(load float64) int32 {
	if load == 0 || load >= untried {
		return -1
	}
	return int32(min(load/1000+0.5, math.MaxInt32))
}

// Latency returns the moving average of a backend's latency under PeakEWMA, decayed
// up to a moment; 0 where nothing was seen.
func (p *Pool) Latency(slot int, now time.Duration) time.Duration {
	p.member(slot)
	k := p.peaks[slot]
	k.observe(now, 0, float64(p.config.Decay))
	return time.Duration(min(k.cost, math.MaxInt64/2))
}
