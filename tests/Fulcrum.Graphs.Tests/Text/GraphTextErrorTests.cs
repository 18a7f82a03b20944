using Fulcrum.Graphs.Text;
using Fulcrum.Problems;

namespace Fulcrum.Graphs.Tests.Text;

public sealed class GraphTextErrorTests
{
    [Theory]
    [InlineData("", "1:1", "the end of the text")]
    [InlineData("g () => () {", "1:13", "the end of the text")]
    [InlineData("<ir_version: 8\nopset: []> g () => () {}", "2:1", "',' or '>'")]
    [InlineData("<version: 8> g () => () {}", "1:2", "A model has no 'version'")]
    [InlineData("<ir_version: \"8\"> g () => () {}", "1:14", "Expected an integer")]
    [InlineData("<opset_import: [17]> g () => () {}", "1:17", "Expected an op domain")]
    [InlineData("# comment\ng (flot[1] x) => () {}", "2:8", "',' or ')', found '['")]
    [InlineData("g (seq(flot) x) => () {}", "1:8", "'flot' is no type")]
    [InlineData("g (map(int64, float) x) => () {}", "1:4", "The type 'map' cannot be read")]
    [InlineData("g (float[1.5] x) => () {}", "1:10", "Expected a dimension")]
    [InlineData("g () = () {}", "1:6", "'=>'")]
    [InlineData("g () => () { y Relu(x) }", "1:16", "'='")]
    [InlineData("g () => () { y = Relu x }", "1:23", "'('")]
    [InlineData("g () => () {\n  y = Relu(x;z)\n}", "2:13", "';'")]
    [InlineData("g () => () { \"y = Relu(x) }", "1:14", "does not end")]
    [InlineData("g () => () { y = Op<a = 1x>() }", "1:25", "no number")]
    [InlineData("g () => () { y = Op<a = -x>() }", "1:25", "no number")]
    [InlineData("g () => () { y = Op<a = 1e>() }", "1:25", "no number")]
    [InlineData("g () => () { y = Op<a = 0x\"abc\">() }", "1:25", "hexadecimal")]
    [InlineData("g () => () { y = Op<a: number = 1>() }", "1:24", "a kind of attribute")]
    [InlineData("g () => () { y = Op<a: int = 0.5>() }", "1:30", "kind float, not int")]
    [InlineData("g () => () { y = Op<a: ints = 1>() }", "1:31", "kind int, not ints")]
    [InlineData("g () => () { y = Op<a: int = [1]>() }", "1:30", "A list is no int")]
    [InlineData("g () => () { y = Op<a = []>() }", "1:25", "empty list")]
    [InlineData("g () => () { y = Op<a = [1, \"x\"]>() }", "1:25", "one kind")]
    [InlineData("g () => () { y = Op<a = float[3]>() }", "1:25", "A type as the value")]
    [InlineData("g () => () { y = Op<a = 9223372036854775808>() }", "1:25", "64-bit integer")]
    [InlineData("g () => () { y = Op<a = 1e39>() }", "1:25", "32-bit float")]
    [InlineData("g () => () <float[2] w = {1}> {}", "1:26", "takes 2 values, not 1")]
    [InlineData("g () => () <complex64[1] w = {1}> {}", "1:30", "takes 2 values, not 1")]
    [InlineData("g () => () <float[N] w = {1}> {}", "1:13", "known sizes")]
    [InlineData("g () => () <float[] w = {1}> {}", "1:13", "known sizes")]
    [InlineData("g () => () <float[-1] w = {1}> {}", "1:13", "known sizes")]
    [InlineData("g () => () <float[9223372036854775807,9223372036854775807,9223372036854775807] w = {1}> {}", "1:13", "known sizes")]
    [InlineData("g () => () <w = {1}> {}", "1:13", "known sizes")]
    [InlineData("g () => () <float[3] w = ...> {}", "1:26", "left out")]
    [InlineData("g () => () <uint4 w = {16}> {}", "1:24", "16 is no uint4")]
    [InlineData("g () => () <int4 w = {-9}> {}", "1:23", "-9 is no int4")]
    [InlineData("g () => () <uint64 w = {-1}> {}", "1:25", "unsigned 64-bit")]
    [InlineData("g () => () <float16 w = {1.5}> {}", "1:26", "Expected an integer")]
    [InlineData("g () => () <string w = {1}> {}", "1:25", "Expected a string")]
    [InlineData("g () => () {} <ir_version: 8> f () => () {}", "1:16", "A function has no 'ir_version'")]
    public void Parse_WrongText_SaysWhereAndWhat(string text, string place, string message)
    {
        Problem problem = Refused(text);
        Assert.Equal(("text-syntax", place), (problem.Code, problem.Place));
        Assert.Contains(message, problem.Message);
    }

    [Fact]
    public void Parse_ElidedValues_SaysHowToPrintThem() =>
        Assert.Contains("MaximumElements", Refused("g () => () <float[3] w = ...> {}").Remedy);

    [Fact]
    public void Parse_BottomlessNesting_IsRefused() =>
        Assert.Contains("nested", Refused($"g ({string.Concat(Enumerable.Repeat("seq(", 100_000))}").Message);

    private static Problem Refused(string text) => Assert.Single(Assert.Throws<InputException>(() => GraphText.Parse(text)).Problems);
}
