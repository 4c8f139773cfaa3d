package tzdata

import _ "time" // it must be there for its function to be found
