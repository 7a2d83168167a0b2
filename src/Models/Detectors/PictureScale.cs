namespace Fovea.Models.Detectors;

/// <summary>By which ratios boxes are scaled back from the input to the picture.</summary>
internal enum PictureScale
{
    /// <summary>Each side by its own: those of the resized picture, in whole pixels, over those of the picture.</summary>
    EachSide,

    /// <summary>Both sides by the one ratio of a picture that was fitted in, before its sides became whole pixels.</summary>
    OneRatio,

    /// <summary>Both sides by the ratio of the heights.</summary>
    OfHeights,

    /// <summary>Not at all: the network has done it, by what another input says.</summary>
    ByNetwork,
}
