//! The files of one folder only. Knows which requests are valid; tower-http does the rest.

use super::path;
use crate::http::{self, Body, Method, Response, StatusCode, header};
use axum::extract::Request;
use hyper::http::HeaderValue;
use hyper::http::uri::{PathAndQuery, Uri};
use std::fs::Metadata;
use std::io::{Error, ErrorKind, Result as IoResult};
use std::path::{Path, PathBuf};
use std::pin::Pin;
use tower_http::services::ServeDir;
use tower_http::services::fs::{Backend, DefaultServeDirFallback, TokioBackend, TokioFile};

/// The service that finds and sends the files of a folder, in the smallest encoding that the browser accepts.
pub(super) fn service(folder: &Path, prefix: &str) -> ServeDir<DefaultServeDirFallback, Inside> {
    let inside = Inside { root: folder.to_path_buf() };
    ServeDir::with_backend("", inside)
        .redirect_path_prefix(prefix.trim_end_matches('/'))
        .precompressed_br()
        .precompressed_gzip()
}

/// A request for a file.
pub(super) struct FileRequest {
    /// The path of the file, relative to the folder.
    pub(super) name: String,
    /// The same request, with its path below the prefix.
    pub(super) request: Request,
}

/// The requested file, or the response to a request that names none. The body is not read.
pub(super) fn asked(request: Request, prefix: &str) -> Result<FileRequest, Box<Response>> {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let refusal = http::text(StatusCode::METHOD_NOT_ALLOWED, "405 only GET and HEAD\n");
        return Err(with(refusal, header::ALLOW, "GET, HEAD").into());
    }
    let path = request.uri().path();
    if prefix.strip_suffix('/') == Some(path) {
        let refusal = http::text(StatusCode::PERMANENT_REDIRECT, "308 with a slash, please\n");
        return Err(with(refusal, header::LOCATION, prefix).into());
    }
    let Some(inside) = path.strip_prefix(prefix) else {
        return Err(http::text(StatusCode::NOT_FOUND, "404 not found\n").into());
    };
    let uri = PathAndQuery::try_from(format!("/{inside}")).map(Uri::from);
    let (Some(name), Ok(uri)) = (path::relative(inside), uri) else {
        return Err(http::text(StatusCode::BAD_REQUEST, "400 no such path\n").into());
    };
    let (mut head, _) = request.into_parts();
    head.uri = uri;
    Ok(FileRequest { name, request: Request::from_parts(head, Body::empty()) })
}

fn with(mut response: Response, name: header::HeaderName, value: &str) -> Response {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
    response
}

/// The files below one folder. A link that leads out of it counts as missing, as does anything but files and folders:
/// reading a pipe or a device may never end.
#[derive(Clone, Debug)]
pub(super) struct Inside {
    root: PathBuf,
}

impl Inside {
    fn find(&self, path: &Path) -> IoResult<(PathBuf, Metadata)> {
        let root = self.root.canonicalize()?;
        let found = root.join(path).canonicalize()?;
        let about = found.metadata()?;
        let is_inside = found.starts_with(&root) && (about.is_file() || about.is_dir());
        if is_inside { Ok((found, about)) } else { Err(ErrorKind::NotFound.into()) }
    }
}

type Later<T> = Pin<Box<dyn Future<Output = IoResult<T>> + Send>>;

impl Backend for Inside {
    type File = TokioFile;
    type Metadata = Metadata;
    type OpenFuture = Later<TokioFile>;
    type MetadataFuture = Later<Metadata>;

    fn open(&self, path: PathBuf) -> Self::OpenFuture {
        let inside = self.clone();
        Box::pin(async move {
            let (found, about) = blocking(move || inside.find(&path)).await?;
            if !about.is_file() {
                return Err(ErrorKind::NotFound.into());
            }
            TokioBackend.open(found).await
        })
    }

    fn metadata(&self, path: PathBuf) -> Self::MetadataFuture {
        let inside = self.clone();
        Box::pin(async move { blocking(move || inside.find(&path)).await.map(|(_, about)| about) })
    }
}

// Runs blocking file access on its own thread, so that a slow disk delays only the request that needs it.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> IoResult<T> + Send + 'static) -> IoResult<T> {
    tokio::task::spawn_blocking(work).await.map_err(Error::other)?
}
