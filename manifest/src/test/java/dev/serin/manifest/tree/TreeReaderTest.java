package dev.serin.manifest.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TreeReaderTest {
  private static Value read(String text) {
    Problems problems = new Problems();
    List<Value> documents = TreeReader.read(Source.of("f", text), problems);
    assertThat(problems.list()).isEmpty();
    return documents.getFirst();
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          1         | integer
          -1        | integer
          0x1F      | integer
          010       | integer
          0b11      | integer
          1_000     | integer
          1.5       | number
          1e3       | number
          .inf      | number
          99999999999999999999 | number
          true      | boolean
          yes       | boolean
          Off       | boolean
          tRUE      | string
          ~         | null
          null      | null
          Null      | null
          "1"       | string
          '1'       | string
          !!str 1   | string
          1h        | string
          1.2.3     | string
          10m       | string
          2024-01-01| string
          -         | null
          """)
  void aScalarHasTheTypeThatKubernetesGivesIt(String written, String type) {
    String text = written.equals("-") ? "a:" : "a: " + written;
    assertThat(read(text).at("a").type()).isEqualTo(type);
  }

  @Test
  void octalsAndSeparatorsAreNumbers() {
    Value value = read("{a: 010, b: 1_000, c: -0x10}");
    assertThat(value.map()).isEqualTo(Map.of("a", 8L, "b", 1000L, "c", -16L));
  }

  @Test
  void jsonIsReadWithItsTabsAndEscapes() {
    Value value =
        read("{\n\t\"a\": {\"b\": [1, \"x\\/\\u00e9\\ud83d\\ude00\"]},\r\n\t\"c\": null}");
    assertThat(value.walk("a.b[1]").text()).isEqualTo("x/\u00e9\ud83d\ude00");
    assertThat(value.walk("a.b[1]").place()).isEqualTo(new Place("f", 2, 17));
    assertThat(value.at("c").written()).isTrue();
    assertThat(value.at("c").present()).isFalse();
  }

  @Test
  void anchorsAndMergeKeysAreWrittenOut() {
    Value value =
        read(
            """
            base: &base {a: 1, b: 2}
            other: &other {b: 5, c: 6}
            both:
              <<: [*base, *other]
              b: 3
            same: *base
            """);
    assertThat(value.at("both").map()).isEqualTo(Map.of("a", 1L, "b", 3L, "c", 6L));
    assertThat(value.at("same").map()).isEqualTo(Map.of("a", 1L, "b", 2L));
  }

  @Test
  void aMissingValueStandsWhereItsObjectDoes() {
    Value value = read("a:\n  b: 1\n");
    assertThat(value.walk("a.c.d").path()).isEqualTo("a.c.d");
    assertThat(value.walk("a.c.d").place()).isEqualTo(new Place("f", 2, 3));
    assertThat(value.at("a").key("b").place()).isEqualTo(new Place("f", 2, 3));
    assertThat(value.at("a").at("b").place()).isEqualTo(new Place("f", 2, 6));
  }

  @Test
  void severalDocumentsAreSeveralValues() {
    assertThat(
            TreeReader.read(Source.of("f", "--- \na: 1\n---\n# none\n---\nb: 2\n"), new Problems()))
        .extracting(Value::map)
        .containsExactly(Map.of("a", 1L), Map.of("b", 2L));
  }

  @Test
  void aByteOrderMarkIsNoPartOfTheText() {
    assertThat(read("\uFEFFa: 1").map()).isEqualTo(Map.of("a", 1L));
  }

  @Test
  void valuesAreShownAsGoDoes() {
    Value value = read("{z: <a>, b: [1, true], a: '', c: {}, m: 0}");
    assertThat(value.json(List.of("z")))
        .isEqualTo("{\"z\":\"\\u003ca\\u003e\",\"b\":[1,true],\"m\":0}");
  }
}
