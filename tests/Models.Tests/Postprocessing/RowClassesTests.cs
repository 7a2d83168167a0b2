using CsCheck;
using Fovea.Models.Postprocessing;

namespace Fovea.Models.Tests.Postprocessing;

/// <summary>The classes of interpolated scores are those of comparing every class at every pixel.</summary>
public sealed class RowClassesTests
{
    // Few values, so that many are equal; neighbours of one that rounding may exchange; and what is beyond numbers' range.
    private static readonly Gen<float> Score = Gen.OneOf(
        Gen.Int[-3, 3].Select(value => (float)value), Gen.Float[-1, 1],
        One(1f, MathF.BitIncrement(1), MathF.BitDecrement(1), 0.1f, MathF.BitIncrement(0.1f), -0f),
        One(float.MaxValue, -float.MaxValue, float.Epsilon, float.PositiveInfinity, float.NegativeInfinity));

    private static readonly Gen<(int Channels, int Height, int Width, bool Last, float[] Scores)> Maps =
        Gen.Select(Gen.Int[1, 6], Gen.Int[1, 4], Gen.Int[1, 5], Gen.Bool)
            .SelectMany(shape => Score.Array[shape.Item1 * shape.Item2 * shape.Item3]
                .Select(scores => (shape.Item1, shape.Item2, shape.Item3, shape.Item4, scores)));

    private static readonly Gen<MapWeight?[]> Axis = Gen.Select(Gen.Int[1, 12], Gen.Int[0, 5]).SelectMany(
        (length, seed) => Gen.Float[0, 1].Array[length].Select(
            weights => weights.Select((weight, i) => (i + seed) % 7 == 6 ? (MapWeight?)null : new MapWeight(i / 3, (i / 3) + 1, weight))
                .ToArray()));

    [Fact]
    public void Classes_are_those_of_comparing_all_of_them_at_every_pixel() => Gen.Select(Maps, Axis, Axis).Sample(
        (map, across, down) =>
        {
            var columns = new MapAxis(Clamp(across, map.Width));
            var rows = new MapAxis(Clamp(down, map.Height));
            const float Threshold = 0.1f;
            if (Expected(map, columns, rows, Threshold) is { } expected)
                Assert.Equal(expected, Choose(map, columns, rows, Threshold).Classes);
            else
                Assert.Throws<Inference.InferenceException>(() => Choose(map, columns, rows, Threshold));
        },
        iter: 20_000);

    // Half of the least number is nothing, so that the first of two classes is not less.
    [Fact]
    public void The_least_numbers_are_equal_where_rounding_makes_them_so()
    {
        var axis = new MapAxis([new MapWeight(0, 1, 0.5f), new MapWeight(0, 1, 0)]);
        var row = new MapAxis([new MapWeight(0, 0, 0)]);
        Assert.Equal([0, 1], Choose((2, 1, 2, false, [0, 0, float.Epsilon, float.Epsilon]), axis, row, 0).Classes);
    }

    private static Gen<float> One(params float[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static ClassMap Choose(
        (int Channels, int Height, int Width, bool Last, float[] Scores) map, MapAxis columns, MapAxis rows, float threshold) =>
        ClassMap.OfScores(new ScoreMaps(map.Scores, map.Channels, map.Height, map.Width, map.Last), columns, rows, threshold, default);

    private static MapWeight?[] Clamp(MapWeight?[] weights, int cells) =>
    [
        .. weights.Select(weight => weight is { } between
            ? between with { First = Math.Min(between.First, cells - 1), Second = Math.Min(between.Second, cells - 1) }
            : (MapWeight?)null),
    ];

    // Null where a value is not a number.
    private static int[]? Expected(
        (int Channels, int Height, int Width, bool Last, float[] Scores) map, MapAxis columns, MapAxis rows, float threshold)
    {
        var maps = new ScoreMaps(map.Scores, map.Channels, map.Height, map.Width, map.Last);
        int[] classes = new int[columns.Length * rows.Length];
        for (int i = 0; i < classes.Length; i++)
        {
            (int y, int x) = Math.DivRem(i, columns.Length);
            if (rows[y] is not { } vertical || columns[x] is not { } horizontal)
            {
                classes[i] = ClassMap.Unseen;
                continue;
            }

            float best = map.Channels == 1 ? threshold : float.NegativeInfinity;
            for (int channel = 0; channel < map.Channels; channel++)
            {
                float value = horizontal.Blend(
                    maps.Blend(channel, horizontal.First, vertical), maps.Blend(channel, horizontal.Second, vertical));
                if (float.IsNaN(value))
                    return null;
                if (value > best)
                    (best, classes[i]) = (value, map.Channels == 1 ? 1 : channel);
            }
        }

        return classes;
    }
}
