using CsCheck;
using Fovea.Inference;
using Fovea.Models.Hosting;
using Fovea.Models.Postprocessing;
using Fovea.Tests.Support;

namespace Fovea.Models.Tests.Hosting;

/// <summary>A picture in tiles gives what the picture gives as a whole.</summary>
public sealed class TiledPictureTests
{
    private const int Scale = 3;

    [Theory]
    [InlineData(48, 48)]
    [InlineData(49, 61)]
    [InlineData(100, 83)]
    [InlineData(131, 48)]
    public void Tiles_give_the_pixels_of_the_whole(int height, int width)
    {
        using var engine = new InferenceEngine();
        using InferenceModel graph = engine.Load(TestData.Path("wild/espcn-float/float_model.onnx"));
        graph.OpenSides(0, 2);
        var output = new PictureOutput(3, Scale, ChannelsLast: false);
        PictureTiles tiles = PictureTiles.Find(graph, new Shape(1, 3, 48, 48), output, alignment: 1)!;
        // Windows of 5, 3, 3 and 3 pixels.
        Assert.Equal(5, tiles.Margin);
        var picture = new Tensor(ElementType.Float32, new Shape(1, 3, height, width));
        var random = new Random(7);
        foreach (ref float value in picture.Span<float>())
            value = random.NextSingle();

        Tensor whole = graph.Compile([picture.Shape]).Run([picture])[0];
        var parts = new TiledPicture(graph.Compile([new Shape(1, 3, 48, 48)]), tiles, picture);
        for (int tile = 0; tile < parts.Count; tile++)
            parts.Run(tile, 1, default);

        Assert.Equal(whole.Shape, parts.Made.Shape);
        float[] expected = whole.Span<float>().ToArray(), found = parts.Made.Span<float>().ToArray();
        Assert.All(Enumerable.Range(0, expected.Length), i => Assert.Equal(expected[i], found[i], 1e-5f));
    }

    [Fact]
    public void A_network_that_sees_the_whole_picture_has_no_tiles()
    {
        using var engine = new InferenceEngine();
        using InferenceModel graph = engine.Load(TestData.Path("models/style-candy.onnx"));
        Assert.Null(PictureTiles.Find(graph, new Shape(1, 3, 720, 720), new PictureOutput(3, 1, ChannelsLast: false), alignment: 4));
    }

    [Fact]
    public void Every_pixel_of_a_side_is_kept_once_and_seen_with_its_margin() =>
        Gen.Select(Gen.Int[1, 8], Gen.Int[0, 3], Gen.Int[1, 20], Gen.Int[0, 60]).Sample((alignment, margins, steps, more) =>
        {
            int margin = margins * alignment, tile = (2 * margin) + (steps * alignment), length = tile + (more * alignment);
            var tiles = new PictureTiles(tile, tile, margin, alignment, new PictureOutput(1, 1, ChannelsLast: false));
            int next = 0;
            foreach (TileSpan span in tiles.Along(length, tile))
            {
                Assert.Equal(next, span.First);
                Assert.InRange(span.Start, 0, length - tile);
                Assert.Equal(0, span.Start % alignment);
                Assert.True(span.First == 0 || span.First - span.Start >= margin);
                Assert.True(span.End == length || span.Start + tile - span.End >= margin);
                next = span.End;
            }

            Assert.Equal(length, next);
        });
}
