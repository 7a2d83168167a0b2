namespace Fovea.Api.Http;

/// <summary>What a map is drawn over.</summary>
internal enum MapGround
{
    Picture,
    Input,
}
