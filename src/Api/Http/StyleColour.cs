namespace Fovea.Api.Http;

/// <summary>What becomes of the colours of the content.</summary>
internal enum StyleColour
{
    /// <summary>They become those of the style.</summary>
    Transfer,

    /// <summary>They stay.</summary>
    Keep,
}
