using System.Globalization;
using System.Text;
using Fovea.Api.OpenInference.Http.Tensors;

namespace Fovea.Api.Tests.OpenInference.Http.Tensors;

/// <summary>Numbers read the fast way are the nearest FP32, as the platform's own parser finds it.</summary>
public sealed class SingleParserTests
{
    [Fact]
    public void Random_numbers_of_every_form()
    {
        var random = new Random(11);
        int fast = 0;
        const int count = 200_000;
        for (int i = 0; i < count; i++)
        {
            float value = BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue));
            double near = BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(value) + random.Next(-2, 3));
            string text = (i % 6) switch
            {
                0 => value.ToString("R", CultureInfo.InvariantCulture),
                1 => near.ToString("R", CultureInfo.InvariantCulture),
                2 => (random.NextDouble() * 6 - 3).ToString("R", CultureInfo.InvariantCulture),
                3 => ((double)(float)(random.NextDouble() * 6 - 3)).ToString("R", CultureInfo.InvariantCulture),
                4 => $"{random.NextInt64(-1_000_000_000_000_000_000, 1_000_000_000_000_000_000)}e{random.Next(-60, 30)}",
                _ => random.Next(-100_000, 100_000).ToString(CultureInfo.InvariantCulture),
            };
            if (double.IsFinite(near) && float.IsFinite(value))
                fast += Check(text);
        }

        Assert.True(fast > count / 2, $"Only {fast} of {count} numbers took the fast way.");
    }

    [Fact]
    public void Numbers_in_the_middle_between_two_neighbours()
    {
        var random = new Random(12);
        for (int i = 0; i < 20_000; i++)
        {
            float value = BitConverter.Int32BitsToSingle(random.Next(0x3000_0000, 0x4F00_0000));
            double middle = ((double)value + MathF.BitIncrement(value)) / 2;
            foreach (double number in new[] { middle, Math.BitIncrement(middle), Math.BitDecrement(middle) })
            {
                Check(number.ToString("R", CultureInfo.InvariantCulture));
                Check(
                    number.ToString("F18", CultureInfo.InvariantCulture).TrimEnd('0') is var text && text.EndsWith('.')
                        ? text[..^1]
                        : text);
            }
        }
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-0")]
    [InlineData("-0.0e-5")]
    [InlineData("1e0")]
    [InlineData("1E+2")]
    [InlineData("16777217")]
    [InlineData("0.000000000000000000000000000000000000000000001")]
    [InlineData("3.4028235e38")]
    [InlineData("3.4028236e38")]
    [InlineData("1.1754943e-38")]
    [InlineData("1e-400")]
    [InlineData("123456789012345678901234567890")]
    [InlineData("1e999999999999")]
    public void Numbers_at_the_edges(string text) => Check(text);

    private static int Check(string text)
    {
        if (!SingleParser.TryParse(Encoding.ASCII.GetBytes(text), out float value))
            return 0;
        float expected = float.Parse(text, CultureInfo.InvariantCulture);
        Assert.True(
            BitConverter.SingleToInt32Bits(expected)
            == BitConverter.SingleToInt32Bits(value), $"{text}: {value:R} instead of {expected:R}");
        return 1;
    }
}
