using Fovea.Bench.Bits;
using Fovea.Bench.Contract;

namespace Fovea.Bench.Tests.Bits;

public sealed class LayerGroupsTests
{
    [Fact]
    public void Layers_of_a_group_are_far_apart() =>
        Assert.Equal([["0", "2", "4"], ["1", "3"]], LayerGroups.Of(Layers(1, 1, 1, 1, 1), maxLayers: 3, maxBytes: 100));

    [Fact]
    public void A_group_keeps_within_its_bytes_and_a_large_layer_is_alone() =>
        Assert.Equal([["0", "1"], ["2"], ["3", "4"]], LayerGroups.Of(Layers(4, 6, 50, 9, 1), maxLayers: 16, maxBytes: 10));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(333)]
    public void Every_layer_is_in_one_group(int count)
    {
        LayerText[] layers = Layers([.. Enumerable.Range(0, count).Select(i => (long)i % 7)]);
        List<string[]> groups = LayerGroups.Of(layers, maxLayers: 16, maxBytes: 20);
        Assert.Equal(Enumerable.Range(0, count), groups.SelectMany(g => g).Select(int.Parse).Order());
        Assert.All(groups, g => Assert.InRange(g.Length, 1, 16));
    }

    private static LayerText[] Layers(params long[] bytes) => [.. bytes.Select((b, i) => new LayerText($"{i}", b, ""))];
}
