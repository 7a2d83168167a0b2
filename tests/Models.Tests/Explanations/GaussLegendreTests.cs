using Fovea.Models.Explanations;

namespace Fovea.Models.Tests.Explanations;

/// <summary>A rule of n points is exact for polynomials up to the degree 2 n - 1.</summary>
public sealed class GaussLegendreTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(50)]
    public void Polynomials_are_integrated_exactly(int points)
    {
        IReadOnlyList<(double Point, double Weight)> rule = GaussLegendre.Rule(points);

        Assert.Equal(points, rule.Count);
        Assert.Equal(rule.Select(entry => entry.Point).Order(), rule.Select(entry => entry.Point));
        Assert.All(rule, entry => Assert.InRange(entry.Point, 0, 1));
        for (int degree = 0; degree < 2 * points; degree++)
            Assert.Equal(1.0 / (degree + 1), rule.Sum(entry => entry.Weight * Math.Pow(entry.Point, degree)), 1e-12);
    }

    [Fact]
    public void Two_points() => Assert.Equal(0.5 - Math.Sqrt(1.0 / 12), GaussLegendre.Rule(2)[0].Point, 1e-15);
}
