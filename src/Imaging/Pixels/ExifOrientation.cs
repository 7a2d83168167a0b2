namespace Fovea.Imaging.Pixels;

/// <summary>How stored pixels must be turned to be upright: the values of the EXIF tag 0x0112 (CIPA DC-008, "Orientation").</summary>
public enum ExifOrientation
{
    /// <summary>As stored.</summary>
    Normal = 1,

    /// <summary>Mirrored left to right.</summary>
    FlipHorizontal = 2,

    /// <summary>Rotated by 180 degrees.</summary>
    Rotate180 = 3,

    /// <summary>Mirrored top to bottom.</summary>
    FlipVertical = 4,

    /// <summary>Mirrored along the main diagonal; width and height swap.</summary>
    Transpose = 5,

    /// <summary>To be rotated clockwise by 90 degrees; width and height swap.</summary>
    Rotate90 = 6,

    /// <summary>Mirrored along the other diagonal; width and height swap.</summary>
    Transverse = 7,

    /// <summary>To be rotated counter-clockwise by 90 degrees; width and height swap.</summary>
    Rotate270 = 8,
}

/// <summary>Properties of an orientation.</summary>
public static class ExifOrientations
{
    /// <summary>Whether the width of the upright image is the stored height.</summary>
    public static bool SwapsSides(this ExifOrientation orientation) => orientation >= ExifOrientation.Transpose;
}
