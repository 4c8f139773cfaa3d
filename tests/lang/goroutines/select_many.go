// More cases than fit the usual arrays, many of them on the same channels, and elements that do not fit
// a waiting goroutine's record.
package main

import "fmt"

type big struct {
	id   *int
	body [6]string
}

var c [40]chan big

func selectMany(stop chan bool) (int, big) {
	select {
	case v := <-c[0]:
		return 0, v
	case v := <-c[1]:
		return 1, v
	case v := <-c[2]:
		return 2, v
	case v := <-c[3]:
		return 3, v
	case v := <-c[4]:
		return 4, v
	case v := <-c[5]:
		return 5, v
	case v := <-c[6]:
		return 6, v
	case v := <-c[7]:
		return 7, v
	case v := <-c[8]:
		return 8, v
	case v := <-c[9]:
		return 9, v
	case v := <-c[10]:
		return 10, v
	case v := <-c[11]:
		return 11, v
	case v := <-c[12]:
		return 12, v
	case v := <-c[13]:
		return 13, v
	case v := <-c[14]:
		return 14, v
	case v := <-c[15]:
		return 15, v
	case v := <-c[16]:
		return 16, v
	case v := <-c[17]:
		return 17, v
	case v := <-c[18]:
		return 18, v
	case v := <-c[19]:
		return 19, v
	case v := <-c[20]:
		return 20, v
	case v := <-c[21]:
		return 21, v
	case v := <-c[22]:
		return 22, v
	case v := <-c[23]:
		return 23, v
	case v := <-c[24]:
		return 24, v
	case v := <-c[25]:
		return 25, v
	case v := <-c[26]:
		return 26, v
	case v := <-c[27]:
		return 27, v
	case v := <-c[28]:
		return 28, v
	case v := <-c[29]:
		return 29, v
	case v := <-c[30]:
		return 30, v
	case v := <-c[31]:
		return 31, v
	case v := <-c[32]:
		return 32, v
	case v := <-c[33]:
		return 33, v
	case v := <-c[34]:
		return 34, v
	case v := <-c[35]:
		return 35, v
	case v := <-c[36]:
		return 36, v
	case v := <-c[37]:
		return 37, v
	case v := <-c[38]:
		return 38, v
	case v := <-c[39]:
		return 39, v
	case v, ok := <-c[3]:
		if !ok {
			return -3, v
		}
		return 3, v
	case v, ok := <-c[7]:
		if !ok {
			return -7, v
		}
		return 7, v
	case v, ok := <-c[11]:
		if !ok {
			return -11, v
		}
		return 11, v
	case <-stop:
		return -1, big{}
	}
}

func main() {
	for i := range c {
		c[i] = make(chan big, i%3)
	}
	stop := make(chan bool)
	go func() {
		for round := 0; round < 5; round++ {
			for i := range c {
				n := round*100 + i
				c[i] <- big{&n, [6]string{5: fmt.Sprint(n)}}
			}
		}
		close(stop)
	}()
	var counts [40]int
	sum := 0
	for {
		i, v := selectMany(stop)
		if i < 0 {
			break
		}
		if fmt.Sprint(*v.id) != v.body[5] || *v.id%100 != i {
			fmt.Println("wrong", i, *v.id, v.body)
		}
		counts[i]++
		sum += *v.id
	}
	for i := range c { // what is left in buffers
		for len(c[i]) > 0 {
			v := <-c[i]
			counts[i]++
			sum += *v.id
		}
	}
	fmt.Println(counts, sum)
	for i := range c {
		if i != 7 {
			c[i] = nil
		}
	}
	close(c[7])
	i, v := selectMany(nil)
	fmt.Println(i == 7 || i == -7, v.id, v.body)
}
