using System.Reflection;

namespace Fovea.Api.Server;

/// <summary>The product's name and version, as the assembly has them.</summary>
internal static class Product
{
    private static readonly Assembly Assembly = typeof(Product).Assembly;

    public static string Name { get; } = Assembly.GetCustomAttribute<AssemblyProductAttribute>()!.Product;

    /// <summary>The version without the commit.</summary>
    public static string Version { get; } =
        Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
