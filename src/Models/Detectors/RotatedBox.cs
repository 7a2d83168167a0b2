namespace Fovea.Models.Detectors;

/// <summary>A rotated box, in pixels of the input.</summary>
/// <param name="X">The column of the centre.</param>
/// <param name="Y">The row of the centre.</param>
/// <param name="Width">The width.</param>
/// <param name="Height">The height.</param>
/// <param name="Angle">The angle from the rows to the width, clockwise, in radians.</param>
internal readonly record struct RotatedBox(double X, double Y, double Width, double Height, double Angle)
{
    /// <summary>The same box with the longer side as its width, and the angle in [0, pi).</summary>
    public RotatedBox Regular()
    {
        RotatedBox box = Width > Height ? this : this with { Width = Height, Height = Width, Angle = Angle + (Math.PI / 2) };
        double angle = box.Angle % Math.PI;
        if (angle < 0)
            angle += Math.PI;
        // The sum with an angle of next to nothing is pi.
        return box with { Angle = angle < Math.PI ? angle : 0 };
    }

    /// <summary>The corners: from the far lower one around the box, as Ultralytics orders them.</summary>
    public (double X, double Y)[] Corners()
    {
        (double sin, double cos) = Math.SinCos(Angle);
        (double alongX, double alongY) = (Width / 2 * cos, Width / 2 * sin);
        (double acrossX, double acrossY) = (-Height / 2 * sin, Height / 2 * cos);
        return
        [
            (X + alongX + acrossX, Y + alongY + acrossY), (X + alongX - acrossX, Y + alongY - acrossY),
            (X - alongX - acrossX, Y - alongY - acrossY), (X - alongX + acrossX, Y - alongY + acrossY),
        ];
    }

    /// <summary>The box of such corners.</summary>
    public static RotatedBox Of(ReadOnlySpan<(double X, double Y)> corners)
    {
        (double alongX, double alongY) = (corners[1].X - corners[2].X, corners[1].Y - corners[2].Y);
        (double acrossX, double acrossY) = (corners[0].X - corners[1].X, corners[0].Y - corners[1].Y);
        return new RotatedBox(
            (corners[0].X + corners[2].X) / 2, (corners[0].Y + corners[2].Y) / 2, Math.Sqrt((alongX * alongX) + (alongY * alongY)),
            Math.Sqrt((acrossX * acrossX) + (acrossY * acrossY)), Math.Atan2(alongY, alongX)).Regular();
    }
}
