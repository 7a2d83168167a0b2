namespace Fovea.Models.Explanations;

/// <summary>
/// The points and weights of Gauss and Legendre's rule on 0 to 1, by Newton's method (Abramowitz, Stegun: Handbook of Mathematical
/// Functions, 1964, 25.4.30; the points are the zeros of Legendre's polynomials, 22.7.10 gives these).
/// </summary>
internal static class GaussLegendre
{
    private const int Iterations = 8;

    public static IReadOnlyList<(double Point, double Weight)> Rule(int points)
    {
        var rule = new (double, double)[points];
        for (int i = 0; i < points; i++)
        {
            double x = Math.Cos(Math.PI * (i + 0.75) / (points + 0.5)), slope = 0;
            for (int iteration = 0; iteration < Iterations; iteration++)
            {
                (double value, double derivative) = Polynomial(points, x);
                x -= value / derivative;
                slope = derivative;
            }

            // Of the rule on -1 to 1, moved and shortened to half.
            rule[points - 1 - i] = ((1 + x) / 2, 1 / ((1 - x * x) * slope * slope));
        }

        return rule;
    }

    // Legendre's polynomial of a degree, and its derivative.
    private static (double Value, double Derivative) Polynomial(int degree, double x)
    {
        (double before, double value) = (1, x);
        for (int n = 1; n < degree; n++)
            (before, value) = (value, ((2 * n + 1) * x * value - n * before) / (n + 1));
        return (value, degree * (x * value - before) / (x * x - 1));
    }
}
