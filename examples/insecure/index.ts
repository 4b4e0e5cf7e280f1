// Everything here is wrong on purpose: `npm run check -- --directory examples/insecure` says how. Never deploy it.
import "./access";
import "./buckets";
import "./delivery";
import "./exposure";
import "./keys";
import "./service";
import "./settings";
import "./operations";
import "./places";
import "./sharing";
