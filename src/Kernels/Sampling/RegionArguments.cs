namespace Fovea.Kernels.Sampling;

/// <summary>Images in channels-last order, regions in them, and their bins.</summary>
internal unsafe struct RegionArguments
{
    /// <summary>The first pixel of the first image.</summary>
    public float* X;

    /// <summary>The first bin of the first region.</summary>
    public float* Y;

    /// <summary>Left, top, right and bottom of each region.</summary>
    public float* Regions;

    /// <summary>Floats from one region to the next.</summary>
    public int RegionStride;

    /// <summary>The image of each region.</summary>
    public long* Images;

    public long Height;

    public long Width;

    public long Channels;

    /// <summary>Floats between two pixels of the image.</summary>
    public long XPixel;

    /// <summary>Floats between two bins.</summary>
    public long YPixel;

    /// <summary>Rows of bins per region.</summary>
    public long BinRows;

    /// <summary>Bins per row.</summary>
    public long BinColumns;

    /// <summary>Pixels per unit of the regions' coordinates.</summary>
    public float Scale;

    /// <summary>For samples: how many per bin and axis; 0 for as many as the bin has pixels.</summary>
    public int Samples;

    /// <summary>For samples: whether coordinates are those of pixels' edges, half a pixel from their centres.</summary>
    public bool HalfPixel;

    /// <summary>For samples: whether the largest counts, instead of the mean.</summary>
    public bool Maximum;
}
