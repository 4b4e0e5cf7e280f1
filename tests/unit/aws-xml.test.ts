import * as fc from "fast-check";
import { readXml } from "../../functions/aws/xml";

const listing = `<?xml version="1.0" encoding="UTF-8"?>
<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
  <Name>acme-files</Name>
  <Empty/>
  <Contents><Key>a.txt</Key><Owner><ID>7</ID></Owner></Contents>
  <Contents><Key>b &amp; c &lt;d&gt; &quot;e&quot; &apos;f&apos;</Key></Contents>
</ListBucketResult>`;

test("an answer's root element is read past the declaration", () => {
  expect(readXml(listing).name).toBe("ListBucketResult");
  expect(readXml("<Error><Code>SlowDown</Code></Error>").text("Code")).toBe("SlowDown");
});

test("elements of one name come in their order, and only those directly below", () => {
  const root = readXml(listing);
  expect(root.all("Contents").map((entry) => entry.text("Key"))).toEqual(["a.txt", `b & c <d> "e" 'f'`]);
  expect(root.all("Key")).toEqual([]);
});

test("the elements directly below come in their order, whatever their names", () => {
  const names = readXml(listing)
    .children()
    .map(({ name }) => name);
  expect(names).toEqual(["Name", "Empty", "Contents", "Contents"]);
  expect(readXml("<a>text alone</a>").children()).toEqual([]);
});

test("a path leads to a text further below", () => {
  expect(readXml(listing).text("Contents", "Owner", "ID")).toBe("7");
});

test("an absent element has no text, an empty one has an empty text", () => {
  const root = readXml(listing);
  expect(root.text("NextContinuationToken")).toBeUndefined();
  expect(root.text("Contents", "Owner", "DisplayName")).toBeUndefined();
  expect(root.text("Empty")).toBe("");
});

test("entities are decoded once, by name and by number", () => {
  const text = (content: string) => readXml(`<a>${content}</a>`).text();
  expect(text("&amp;lt;")).toBe("&lt;");
  expect(text("&#xE9;&#233;&#x1F600;&#128512;")).toBe("éé😀😀");
  expect(text("&unknown;")).toBe("&unknown;");
  expect(text("a & b")).toBe("a & b");
});

test.each(["&constructor;", "&toString;", "&__proto__;"])("%s is no entity, whatever every object has", (text) => {
  expect(readXml(`<a>${text}</a>`).text()).toBe(text);
});

test.each(["&#x110000;", "&#1114112;", "&#99999999999;"])("%s, beyond the last character, stays as it is", (text) => {
  expect(readXml(`<a><b>${text}</b></a>`).text("b")).toBe(text);
});

test("an element that is called like one of HTML's has its content", () => {
  expect(readXml("<a><link>x</link><meta>y</meta></a>").text("link")).toBe("x");
});

test("whatever text is escaped as XML comes back as it was", () => {
  const escapes: Readonly<Record<string, string>> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&#34;",
    "'": "&#x27;",
  };
  const text = fc.string({ unit: "grapheme" }).filter((given) => given === given.trim());
  fc.assert(
    fc.property(text, (given) => {
      const escaped = given.replace(/[&<>"']/g, (character) => escapes[character] ?? "");
      expect(readXml(`<a><b>${escaped}</b></a>`).text("b")).toBe(given);
    }),
  );
});

test.each(["", "   ", "Service Unavailable", '<?xml version="1.0"?>'])("%j holds no element, which is said", (text) => {
  expect(() => readXml(text)).toThrow("the answer holds no XML element");
});
