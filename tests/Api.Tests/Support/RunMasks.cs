namespace Fovea.Api.Tests.Support;

/// <summary>Masks as COCO's run lengths.</summary>
internal static class RunMasks
{
    /// <summary>The intersection over union of two masks.</summary>
    public static double Overlap(int[] a, int[] b, int pixels)
    {
        bool[] first = Pixels(a, pixels), second = Pixels(b, pixels);
        int both = 0, either = 0;
        for (int i = 0; i < pixels; i++)
        {
            both += first[i] && second[i] ? 1 : 0;
            either += first[i] || second[i] ? 1 : 0;
        }

        return (double)both / either;
    }

    /// <summary>The pixels of a mask, down the columns.</summary>
    public static bool[] Pixels(int[] counts, int pixels)
    {
        bool[] mask = new bool[pixels];
        int at = 0;
        for (int i = 0; i < counts.Length; at += counts[i++])
            mask.AsSpan(at, counts[i]).Fill(i % 2 == 1);
        Assert.Equal(pixels, at);
        return mask;
    }
}
