namespace Fovea.Models.Detectors;

/// <summary>
/// The suppression of rotated boxes as normal distributions (Llerena et al., arXiv 2106.06072; Ultralytics' <c>batch_probiou</c> and
/// <c>fast_nms</c>): a box goes when any better one overlaps it, whether that one stays or not.
/// </summary>
internal static class RotatedSuppression
{
    // Keeps quotients finite, as in the original.
    private const double Epsilon = 1e-7;

    /// <summary>Which boxes stay.</summary>
    /// <param name="boxes">The boxes with their classes, the best first.</param>
    /// <param name="isAgnostic">Whether boxes of different classes are compared too.</param>
    /// <param name="iou">The overlap from which on a box goes.</param>
    /// <param name="most">The most boxes that stay.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Indices of boxes, the best first.</returns>
    public static List<int> Run(
        ReadOnlySpan<(RotatedBox Box, int Class)> boxes, bool isAgnostic, double iou, int most,
        CancellationToken cancellationToken = default)
    {
        List<int> kept = [];
        var spreads = new Spread[boxes.Length];
        for (int i = 0; i < boxes.Length && kept.Count < most; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            spreads[i] = new Spread(boxes[i].Box);
            bool goes = false;
            for (int k = 0; k < i && !goes; k++)
                goes = (isAgnostic || boxes[k].Class == boxes[i].Class) && spreads[k].Overlap(spreads[i]) >= iou;
            if (!goes)
                kept.Add(i);
        }

        return kept;
    }

    /// <summary>One minus the Hellinger distance of two boxes as normal distributions.</summary>
    public static double Overlap(RotatedBox box, RotatedBox other) => new Spread(box).Overlap(new Spread(other));

    /// <summary>The mean and the covariance of a box.</summary>
    private readonly struct Spread
    {
        // The exponent from which on the distance is 1 in the original.
        private const double Farthest = 100;

        private readonly double _x;
        private readonly double _y;
        private readonly double _xx;
        private readonly double _yy;
        private readonly double _xy;

        public Spread(RotatedBox box)
        {
            double along = box.Width * box.Width / 12, across = box.Height * box.Height / 12;
            (double sin, double cos) = Math.SinCos(box.Angle);
            (_x, _y) = (box.X, box.Y);
            _xx = (along * cos * cos) + (across * sin * sin);
            _yy = (along * sin * sin) + (across * cos * cos);
            _xy = (along - across) * cos * sin;
        }

        private double Determinant => (_xx * _yy) - (_xy * _xy);

        public double Overlap(in Spread other)
        {
            double dx = _x - other._x, dy = _y - other._y;
            double xx = _xx + other._xx, yy = _yy + other._yy, xy = _xy + other._xy;
            double determinant = (xx * yy) - (xy * xy);
            double apart = ((xx * dy * dy) + (yy * dx * dx) - (2 * xy * dx * dy)) / (determinant + Epsilon) / 4;
            double both = Math.Sqrt(Math.Max(Determinant, 0) * Math.Max(other.Determinant, 0));
            double unlike = Math.Log((determinant / ((4 * both) + Epsilon)) + Epsilon) / 2;
            double exponent = Math.Clamp(apart + unlike, Epsilon, Farthest);
            return 1 - Math.Sqrt(1 - Math.Exp(-exponent) + Epsilon);
        }
    }
}
