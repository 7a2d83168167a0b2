namespace Fovea.Imaging.Decoding;

/// <summary>A text that is sent where the bytes of a picture belong.</summary>
public enum PictureTextKind
{
    /// <summary>A picture's bytes as base64.</summary>
    Base64,

    /// <summary>A URI that carries the bytes itself.</summary>
    DataUri,

    /// <summary>Where a picture may be found.</summary>
    WebAddress,

    /// <summary>Another address: <c>s3://</c>, <c>file://</c>, or a host without a scheme.</summary>
    Address,

    /// <summary>The path of a file on the client's machine.</summary>
    Path,
}
