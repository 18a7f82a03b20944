using System.Text.Json;
using System.Text.Json.Serialization;
using Fulcrum.Protocol.CutTensors;

namespace Fulcrum.Protocol.Tests.CutTensors;

public sealed partial class CutTensorGridTests
{
    [Theory]
    [InlineData(0, 15, 1, 0)]
    [InlineData(-15, 0, 1, 15)]
    [InlineData(3, 15, 1, 0)] // zero is in every range
    [InlineData(-5, 10, 1, 5)]
    [InlineData(0, 0, 1, 0)]
    [InlineData(float.NaN, 1, 1, 0)]
    [InlineData(0, float.PositiveInfinity, 1, 0)]
    [InlineData(0, 1e-44f, 1, 0)]
    public void FromRanges_OneRange_CoversItAndZero(float minimum, float maximum, float scale, int zeroPoint)
    {
        CutTensorGrid grid = CutTensorGrid.FromRanges(4, 7, [minimum], [maximum]);
        Assert.Equal((4, 1, 7, scale, zeroPoint), (grid.Bits, grid.Channels, grid.Inner, grid.Scales[0], grid.ZeroPoints[0]));
        Assert.Empty(grid.Check("grid"));
    }

    [Fact]
    public void FromRanges_WidestFloats_IsAGridOrOfStepOne() => Assert.Empty(CutTensorGrid.FromRanges(2, 1, [float.MinValue, -1e38f], [float.MaxValue, 1e38f]).Check("grid"));

    [Fact]
    public void Check_ManyBadChannels_NamesEachAndNoMoreThanSome()
    {
        Assert.Equal(["g, channel 1", "g, channel 1", "g, channel 2"], new CutTensorGrid(4, 3, 1, [1, 0, 1], [0, 16, -1]).Check("g").Select(p => p.Place));
        Assert.InRange(new CutTensorGrid(4, 1000, 1, new float[1000], new int[1000]).Check("g").Count, 5, 20);
    }

    [Fact]
    public void Json_Grid_ComesBackAndNothingElseIsWritten()
    {
        CutTensorGrid grid = new(4, 2, 9, [0.1f, 3], [0, 7]);
        string json = JsonSerializer.Serialize(grid, GridJson.Default.CutTensorGrid);
        Assert.Equal("""{"bits":4,"channels":2,"inner":9,"scales":[0.1,3],"zero_points":[0,7]}""", json);
        CutTensorGrid back = JsonSerializer.Deserialize(json, GridJson.Default.CutTensorGrid)!;
        Assert.Equal((grid.Bits, grid.Channels, grid.Inner), (back.Bits, back.Channels, back.Inner));
        Assert.Equal(grid.Scales, back.Scales);
        Assert.Equal(grid.ZeroPoints, back.ZeroPoints);
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize("""{"bits":4}""", GridJson.Default.CutTensorGrid));
    }

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
    [JsonSerializable(typeof(CutTensorGrid))]
    private sealed partial class GridJson : JsonSerializerContext;
}
