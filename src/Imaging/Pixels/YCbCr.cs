namespace Fovea.Imaging.Pixels;

/// <summary>
/// Luminance and chrominance of JFIF (ITU-R BT.601, all from 0 to 255) to the same bits as Pillow's <c>convert('YCbCr')</c> and back
/// (libImaging/ConvertYCbCr.c): tables of 6 binary places, whose sums are shifted.
/// </summary>
public static class YCbCr
{
    private const int Places = 6;

    // Chrominance is stored with this added to it.
    private const int Grey = 128;

    private static readonly int[] YOfR = Table(0.299, 0), YOfG = Table(0.587, 0), YOfB = Table(0.114, 0);
    private static readonly int[] CbOfR = Table(-0.16874, 0), CbOfG = Table(-0.33126, 0), Half = Table(0.5, 0);
    private static readonly int[] CrOfG = Table(-0.41869, 0), CrOfB = Table(-0.08131, 0);
    private static readonly int[] ROfCr = Table(1.402, Grey), BOfCb = Table(1.772, Grey);
    private static readonly int[] GOfCb = Table(-0.34414, Grey), GOfCr = Table(-0.71414, Grey);

    /// <summary>The luminance of a colour.</summary>
    public static byte Luminance(byte r, byte g, byte b) => (byte)((YOfR[r] + YOfG[g] + YOfB[b]) >> Places);

    /// <summary>How blue and how red a colour is.</summary>
    public static (byte Cb, byte Cr) Chrominance(byte r, byte g, byte b) => (
        (byte)(((CbOfR[r] + CbOfG[g] + Half[b]) >> Places) + Grey),
        (byte)(((Half[r] + CrOfG[g] + CrOfB[b]) >> Places) + Grey));

    /// <summary>The colour of a luminance and a chrominance.</summary>
    public static (byte R, byte G, byte B) ToRgb(byte y, byte cb, byte cr) => (
        Limited(y + (ROfCr[cr] >> Places)),
        Limited(y + ((GOfCb[cb] + GOfCr[cr]) >> Places)),
        Limited(y + (BOfCb[cb] >> Places)));

    private static byte Limited(int value) => (byte)Math.Clamp(value, 0, byte.MaxValue);

    // Half is added and the rest cut, also below 0.
    private static int[] Table(double factor, int zero) =>
        [.. Enumerable.Range(0, 256).Select(i => (int)((factor * (1 << Places) * (i - zero)) + 0.5))];
}
