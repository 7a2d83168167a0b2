namespace Fovea.Api.Security;

/// <summary>What the key of a request is good for.</summary>
internal enum KeyKind
{
    /// <summary>The request has no key.</summary>
    None,

    /// <summary>It has one that is not known.</summary>
    Unknown,

    /// <summary>A key of the data plane.</summary>
    Data,

    /// <summary>A key of the admin plane, which opens the data plane too.</summary>
    Admin,
}
